"""The mark of the page, and the few rules of looks that Streamlit and its theme have no option for."""

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#9a3b26"/>
<path d="M13 11a3 3 0 1 1 3 3v2.5l9.5 5.6a1 1 0 0 1-.5 1.9H7a1 1 0 0 1-.5-1.9L16 16.5" fill="none" stroke="#fbf8f3"
stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>"""

SPLASH = '<p class="splash">Find it by how it looks</p>'
"""What is read until the first script has come."""

STYLE = """<style>
/* The paper and the splash are there at once; what they stand on does not move when the theme comes. */
:root { color-scheme: light dark; }
body { background: #fbf8f3; color: #141210; }
@media (prefers-color-scheme: dark) { body { background: #141210; color: #ede6da; } }
.splash { font: 700 2.75rem/1.2 Georgia, "Noto Serif", serif; text-align: center; margin: 0; padding: 8.75rem 1rem; }
.stMainBlockContainer { max-width: none !important; padding-top: 3rem !important; }
@font-face { font-family: "Source Sans"; font-weight: 100 900; src: local("system-ui"), local("Arial"); }
[class*="st-key-keeping"], [class*="st-key-unseen-"],
body:not([data-offers]) .st-key-offered { display: none; }
.st-key-answer h1 { font-size: 1.75rem; padding: 0.5rem 0; }
main:focus, h1:focus { outline: none; }
/* The place for a photo says where it may be dropped, where there is something to drag with. */
.stFileUploader section[data-testid="stFileUploaderDropzone"] {
  flex-direction: column; justify-content: center; align-items: center; border: 1px dashed #9a8c7c;
}
.stFileUploader section[data-testid="stFileUploaderDropzone"] > * { flex: none; align-self: center; width: auto; }
.stFileUploader section[data-testid="stFileUploaderDropzone"] > div { display: none; }
.st-key-ask-large [class*="st-key-photo-"] { min-height: 4.25rem; }
@media (hover: hover) {
  .st-key-ask-large :is([class*="st-key-photo-"], [data-testid="stFileUploaderDropzone"]) { min-height: 9rem; }
  .st-key-ask-large [data-testid="stFileUploaderDropzone"]::before {
    content: "Drop or paste a photo anywhere"; font-size: 1.125rem;
  }
}
body[data-drop]::after {
  content: "Drop the photo anywhere"; position: fixed; inset: 0.75rem; z-index: 9999999; pointer-events: none;
  display: grid; place-items: center; font-size: 1.75rem; color: #fbf8f3; background: rgb(20 18 16 / 85%);
  border: 2px dashed #fbf8f3; border-radius: 0.5rem;
}
/* Beside an answer, words and photo are asked for in one row. */
.st-key-ask-small { display: grid; grid-auto-flow: column; grid-template-columns: minmax(0, 1fr); align-items: center; }
.st-key-ask-small > :has(.stFileUploader), .st-key-ask-small .stFileUploader { width: auto; flex: none; }
.st-key-ask-small section[data-testid="stFileUploaderDropzone"] {
  border: 0; padding: 0; background: none; min-height: 0;
}
/* A click anywhere on a product is a click on the button below it. */
[class*="st-key-link-"] { position: relative; }
[class*="st-key-linked-"], [class*="st-key-linked-"] * { position: static; }
[class*="st-key-linked-"] button::after { content: ""; position: absolute; inset: 0; }
[class*="st-key-link-"] [data-testid="stElementToolbar"] { display: none; }
[class*="st-key-link-"]:is(:hover, :focus-within) img { outline: 2px solid #c2513a; }
/* Pictures of any shape stand on equal white tiles, so that rows stay in line; none is blown up. */
[class*="st-key-link-"] img, .st-key-asked img { aspect-ratio: 3 / 4; background: white; }
:is([class*="st-key-link-"], .st-key-asked, .st-key-detail) img { object-fit: scale-down; background: white; }
/* Several pictures of a product lie side by side in its tile. */
[class*="st-key-strip-"] {
  flex-wrap: nowrap; gap: 0; overflow-x: auto; scroll-snap-type: x mandatory; scrollbar-width: none;
  position: relative; z-index: 1; cursor: pointer;
}
[class*="st-key-strip-"]:focus-visible { outline: 3px solid #c2513a; }
[class*="st-key-strip-"] > * { flex: 0 0 100%; scroll-snap-align: start; }
:has(> [class*="st-key-count-"]) {
  position: absolute; top: 0.25rem; right: 0.25rem; width: auto; z-index: 1; pointer-events: none;
}
[class*="st-key-count-"] p {
  padding: 0 0.375rem; border-radius: 0.25rem; color: #141210; background: rgb(255 255 255 / 80%);
}
/* A title reads from the left, and two lines are kept for it, so that rows stay in line there, too. */
[class*="st-key-card-"] [class*="st-key-linked-"] button { justify-content: left; text-align: left; }
[class*="st-key-card-"] [class*="st-key-linked-"] p {
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; min-height: 2lh;
}
/* The row of filters scrolls on a phone, and fades where it goes on. */
@keyframes scrolled {
  from { mask-image: linear-gradient(to left, #0000, #000 2rem); }
  2%, 98% { mask-image: linear-gradient(to right, #0000, #000 2rem, #000 calc(100% - 2rem), #0000); }
  to { mask-image: linear-gradient(to right, #0000, #000 2rem); }
}
/* What was asked with never pushes the results off a phone's first screen. */
.st-key-asked img { max-height: 26rem; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-top: 1.25rem !important; }
  .splash { padding-top: 7rem; }
  .st-key-asked-with { gap: 0.5rem; }
  .st-key-answer h1 { font-size: 1.375rem; padding: 0 0 0.25rem; }
  .st-key-asked img { max-height: 20vh; }
  .st-key-asked [data-testid="stCaptionContainer"], .st-key-asked-with [role="toolbar"] p > span { display: none; }
  .st-key-asked-with { flex-direction: row; align-items: start; }
  .st-key-asked-with > * { flex: 1 1 0; min-width: 0; }
  .st-key-filters {
    flex-wrap: nowrap; overflow-x: auto; justify-content: flex-start; padding: 4px; margin: -4px; scrollbar-width: none;
    mask-image: linear-gradient(to left, #0000, #000 2rem);
    animation: scrolled linear; animation-timeline: scroll(self inline);
  }
  .st-key-ask-small .stChatInput [data-testid="InputInstructions"] { display: none; }
  .st-key-ask-small :is([data-testid="stButton"], [data-testid="stFileUploader"]) button { width: 2.5rem; padding: 0; }
  .st-key-ask-small :is([data-testid="stButton"], [data-testid="stFileUploader"]) button p { font-size: 0; }
}
</style>"""
