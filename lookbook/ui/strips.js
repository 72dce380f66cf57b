// Several pictures of a product in one tile: a finger pushes them along, a mouse that moves over them shows each.

const STRIP = "[class*=st-key-strip-]", LINK = "[class*=st-key-link-]", LINKED = "[class*=st-key-linked-] button";
let before = null;

// what scrolls is reached and scrolled by keys as well
function dress() {
  for (const strip of document.querySelectorAll(`${STRIP}:not([tabindex])`)) {
    const [first] = strip.querySelectorAll("img");
    if (first) Object.assign(strip, { tabIndex: 0, role: "group", ariaLabel: `Pictures of ${first.alt}` });
  }
}
dress();
new MutationObserver(dress).observe(document.body, { subtree: true, childList: true });

// they lie above the tile's button, so that a finger can push them
window.addEventListener("click", ({ target }) => {
  target.closest?.(STRIP)?.closest(LINK)?.querySelector(LINKED)?.click();
});

window.addEventListener("pointermove", ({ pointerType, target, clientX }) => {
  if (pointerType !== "mouse") return;
  const strip = target.closest?.(STRIP) ?? null;
  if (before !== strip) before?.scrollTo({ left: 0 });
  before = strip;
  if (!strip) return;
  const { left, width } = strip.getBoundingClientRect(), share = (clientX - left) / width;
  strip.scrollTo({ left: Math.floor(share * strip.childElementCount) * width });
});

export default function () {}
