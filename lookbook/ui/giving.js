// How a script gives a file to the page: through the one place for photos, as a person does.

const PLACE_FOR_PHOTOS = ".stFileUploader input[type=file]", BY_SCRIPT = "lookbook";

/** Find the place for photos; while the page draws itself anew, that of before may still stand beside it. */
function place() {
  return [...document.querySelectorAll(PLACE_FOR_PHOTOS)].findLast((input) => !input.closest("[data-stale=true]"));
}

/** Give a file, now or as soon as there is the place for it. */
function give(file) {
  const input = place();
  if (input) return put(input, file);
  const waiting = new MutationObserver(() => {
    const arrived = place();
    if (!arrived) return;
    waiting.disconnect();
    put(arrived, file);
  });
  waiting.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-stale"] });
}

function put(input, file) {
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  input.dispatchEvent(Object.assign(new Event("change", { bubbles: true }), { [BY_SCRIPT]: true }));
}
