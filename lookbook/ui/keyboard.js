// What Streamlit's page lacks for who uses keys or hears the page.
// - The values of an open popover, which lies at the end of the document, come next after its button.
// - The focus goes to the answer, and back to where it was when what had it is gone, such as a dialog.
// - An answer is announced.
// - Enter in the emptied box takes the words away.
// data: [{turn, says}]: how many questions were asked before, and what is announced of the answer.

const STOPS = "a[href], button, input, select, textarea, summary, canvas, [tabindex]";
const POPOVER = "[data-testid=stPopoverBody]", OPENED = "[data-testid=stPopoverButton][aria-expanded=true]";
const MAIN = "[data-testid=stMain]", DIALOG = "[data-testid=stDialog]", APP = "[data-testid=stApp]";
const WORDS = "[data-testid=stChatInputTextArea]";
let asked = null, held = null, dialog = false;

const find = (selector) => document.querySelector(selector);
const region = document.body.appendChild(document.createElement("div"));
region.setAttribute("role", "status");
region.style.cssText = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)";

/** The parts of a page that Tab comes to, in their order; a row of values, in which arrows move, is one of them. */
function stops(part) {
  const all = [...part.querySelectorAll(STOPS)].filter((one) => reached(one) && !one.disabled && seen(one));
  return all.filter((one, place) => !rowOf(one) || rowOf(one) !== rowOf(all[place - 1]));
}
const rowOf = (one) => one?.closest("[role=toolbar], [role=radiogroup]");
// a popover that the focus has left is kept out of the order, and notes what it was
const reached = (one) => one.tabIndex >= 0 || one.dataset.tabindex >= 0;
const seen = (one) => one.checkVisibility({ visibilityProperty: true });

/** Where Tab goes from an element, if the order of the document would lead astray; undefined elsewhere. */
function next(from, back) {
  const button = find(OPENED), values = button && find(POPOVER);
  if (!values) return undefined;
  const inside = stops(values), place = inside.findIndex((one) => one === from || (rowOf(one) && rowOf(one) === rowOf(from)));
  if (from === button) return back ? undefined : inside[0];
  if (place === 0 && back) return button;
  if (place < 0 || back || place < inside.length - 1) return undefined;
  const outside = stops(find(MAIN));
  button.click(); // who leaves the values closes them
  return outside[outside.indexOf(button) + 1] ?? button;
}

window.addEventListener("keydown", (event) => {
  if (event.key !== "Tab") return;
  const to = next(document.activeElement, event.shiftKey);
  if (!to) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  to.focus();
}, true);

window.addEventListener("keydown", (event) => {
  const emptied = event.key === "Enter" && event.target.matches(WORDS) && !event.target.value.trim();
  if (emptied) find(".st-key-clear-words button")?.click();
}, true);

// What has the focus, and by which name Streamlit draws it again

const keyOf = (one) => [...(one.closest("[class*=st-key-]")?.classList ?? [])].find((name) => name.startsWith("st-key-"));

window.addEventListener("focusin", ({ target }) => {
  if (!target.closest(`${DIALOG}, ${POPOVER}`)) held = { target, key: keyOf(target) };
});
// who clicks beside everything wants no focus
window.addEventListener("click", () => { if (document.activeElement === document.body && !find(DIALOG)) held = null; });

/** Give the focus back where what had it has gone with the latest run. */
function mend() {
  if (find(MAIN)?.tabIndex === 0) find(MAIN).tabIndex = -1; // it can be scrolled from all that is in it
  if (find(APP)?.dataset.testScriptState !== "notRunning") return;
  const closed = dialog && !find(DIALOG);
  dialog = !!find(DIALOG);
  if (document.activeElement !== document.body || dialog || !held || !(closed || !held.target.isConnected)) return;
  const again = held.key && stops(find(MAIN)).find((one) => keyOf(one) === held.key);
  const to = held.target.isConnected ? held.target : again;
  if (to) to.focus({ preventScroll: true }); // the page may have been brought to its top, or its visitor have gone on
  else toAnswer();
}

function toAnswer() {
  const heading = find(`${MAIN} h1`);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

mend();
new MutationObserver(mend).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"],
});

export default function ({ data: [data] }) {
  if (region.textContent !== data.says) region.textContent = data.says;
  if (asked !== null && asked !== data.turn) toAnswer();
  asked = data.turn;
}
