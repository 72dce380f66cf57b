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
[class*="st-key-photo-"] { min-height: 11rem; }
.st-key-way { min-height: 2.5rem; }
@media (max-width: 640px) { .st-key-way { min-height: 4.25rem; } }
.stMainBlockContainer { max-width: none !important; padding-top: 3rem !important; }
@font-face { font-family: "Source Sans"; font-weight: 100 900; src: local("system-ui"), local("Arial"); }
[class*="st-key-keeping"] { display: none; }
/* A place to drop a photo on has to be large, and to say what it is for where there is something to drag with. */
.stFileUploader section[data-testid="stFileUploaderDropzone"] {
  flex-direction: column; justify-content: center; align-items: center; border: 1px dashed #9a8c7c;
}
.stFileUploader section[data-testid="stFileUploaderDropzone"] > * { flex: none; align-self: center; width: auto; }
@media (hover: hover) {
  .stFileUploader [data-testid="stFileUploaderDropzone"] { min-height: 11rem; }
  [data-testid="stFileUploaderDropzone"]::before { content: "Drop a photo here"; font-size: 1.125rem; }
}
/* A click anywhere on a product is a click on the button below it. */
[class*="st-key-link-"] { position: relative; }
[class*="st-key-linked-"], [class*="st-key-linked-"] * { position: static; }
[class*="st-key-linked-"] button::after { content: ""; position: absolute; inset: 0; }
[class*="st-key-link-"] [data-testid="stElementToolbar"] { display: none; }
[class*="st-key-link-"]:is(:hover, :focus-within) img { outline: 2px solid #c2513a; }
/* Pictures of any shape stand on equal white tiles, so that rows stay in line. */
[class*="st-key-link-"] img, .st-key-asked img { aspect-ratio: 3 / 4; object-fit: contain; background: white; }
/* A title reads from the left, and two lines are kept for it, so that rows stay in line there, too. */
[class*="st-key-card-"] [class*="st-key-linked-"] button { justify-content: left; text-align: left; }
[class*="st-key-card-"] [class*="st-key-linked-"] p {
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; min-height: 2lh;
}
/* What was asked with never pushes the results off a phone's first screen. */
.st-key-asked img { max-height: 26rem; object-fit: contain; object-position: left top; }
@media (max-width: 640px) {
  .st-key-asked img { max-height: 26vh; }
  .st-key-asked-with { flex-direction: row; align-items: start; }
  .st-key-asked-with > * { flex: 1 1 0; min-width: 0; }
  .st-key-filters { flex-wrap: nowrap; overflow-x: auto; justify-content: flex-start; }
}
</style>"""
