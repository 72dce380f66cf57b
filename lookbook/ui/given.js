// Photos given anywhere: pasted, dropped, or chosen, several at once. kept_photos.js and giving.js stand before this.
// The first of several is searched with; the others stay in the browser and are offered.
// data: [{asked}]: the photo that is asked with, as {token, name, size}, or null.

let given = null, dragged = false, typed = "";
const box = () => document.querySelector("[data-testid=stChatInputTextArea]");

/** Take what was given: ask with the first, offer the others. */
function receive(files) {
  given = [...files];
  typed = box()?.value ?? "";
  keepGiven(given);
  give(given[0]);
}
/** Put back what was typed and not yet sent into the box, which the answer has drawn anew. */
function retype() {
  if (!typed || !box() || box().value) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box(), typed);
  box().dispatchEvent(new Event("input", { bubbles: true }));
  typed = "";
}
const same = (file, asked) => file.name === asked.name && file.size === asked.size;

// Chosen in the browser's own dialog

function dress() {
  for (const input of document.querySelectorAll(`${PLACE_FOR_PHOTOS}:not([accept])`)) {
    input.accept = "image/*";
    input.multiple = true;
    input.ariaHidden = true; // the button beside it opens it
  }
}
dress();
new MutationObserver(dress).observe(document.body, { subtree: true, childList: true });

window.addEventListener("change", (event) => {
  if (event[BY_SCRIPT] || !event.target.matches?.(PLACE_FOR_PHOTOS) || !event.target.files.length) return;
  event.stopImmediatePropagation();
  receive(event.target.files);
}, true);

// Pasted: words that come with a picture of themselves, as office programs copy them, are words in the box

window.addEventListener("paste", (event) => {
  const { files } = event.clipboardData;
  if (!files.length || (event.target.matches("textarea, input") && event.clipboardData.getData("text/plain"))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  receive(files);
}, true);

// Dropped, unless it is a picture of this page that slipped

const comes = (event) => !dragged && event.dataTransfer?.types.includes("Files");
const veil = (on) => { document.body.toggleAttribute("data-drop", on); };
window.addEventListener("dragstart", () => { dragged = true; }, true);
window.addEventListener("dragend", () => { dragged = false; }, true);
window.addEventListener("dragover", (event) => {
  if (!comes(event)) return;
  event.preventDefault();
  veil(true);
}, true);
window.addEventListener("dragleave", (event) => { if (!event.relatedTarget) veil(false); }, true);
window.addEventListener("drop", (event) => {
  veil(false);
  if (!comes(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.dataTransfer.files.length) receive(event.dataTransfer.files);
}, true);

// Offered: all but the one that is asked with

function offer(file, number) {
  const button = document.createElement("button"), picture = document.createElement("img");
  Object.assign(button, { type: "button", ariaLabel: `Search with photo ${number}: ${file.name}`, title: file.name });
  picture.onload = () => URL.revokeObjectURL(picture.src);
  picture.onerror = () => picture.replaceWith(file.name); // of a kind that this browser does not show
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  button.append(picture);
  button.onclick = () => give(file);
  return button;
}

export default async function ({ data: [{ asked }], parentElement }) {
  if (asked) retype();
  given ??= await givenBefore();
  const mine = asked && given.find((file) => same(file, asked));
  if (mine) keepPhoto({ token: asked.token, name: asked.name, file: mine });
  const others = mine ? given.map((file, place) => [file, place + 1]).filter(([file]) => file !== mine) : [];
  document.body.toggleAttribute("data-offers", others.length > 0);
  const shown = others.map(([file, number]) => `${number} ${file.name}`).join("/");
  if (parentElement.shown === shown) return;
  parentElement.shown = shown;
  parentElement.querySelector(".row")?.remove();
  if (!others.length) return;
  const row = document.createElement("div");
  Object.assign(row, { className: "row", role: "group", ariaLabel: "Your other photos" });
  row.append("Your other photos", ...others.map((other) => offer(...other)));
  parentElement.append(row);
}
