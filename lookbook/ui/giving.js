// How a script gives a file to the page: through the one place for photos, as a person does.

const PLACE_FOR_PHOTOS = ".stFileUploader input[type=file]", BY_SCRIPT = "lookbook";

/** Give a file, now or as soon as there is the place for it. */
function give(file) {
  const input = document.querySelector(PLACE_FOR_PHOTOS);
  if (input) return put(input, file);
  const waiting = new MutationObserver(() => {
    const arrived = document.querySelector(PLACE_FOR_PHOTOS);
    if (!arrived) return;
    waiting.disconnect();
    put(arrived, file);
  });
  waiting.observe(document.body, { subtree: true, childList: true });
}

function put(input, file) {
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  input.dispatchEvent(Object.assign(new Event("change", { bubbles: true }), { [BY_SCRIPT]: true }));
}
