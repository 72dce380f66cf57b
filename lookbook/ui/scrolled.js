// Results go on where a visitor scrolls to their end, by wheel, finger, key or scroll bar; never where the page itself scrolls.
// data: [how many are shown]; the trigger `reached` is that number.

const AHEAD = "0px 0px 300px 0px"; // asked for before the end is seen
const KEYS = new Set(["PageDown", "End", "ArrowDown", " "]);
const OWN = "input, textarea, canvas, button, [role=menu], [role=slider]"; // what has a use of its own for keys

let stop = () => {}; // what was begun for the part before, of which nothing else may be left

export default function ({ data: [shown], parentElement, setTriggerValue }) {
  stop();
  const host = parentElement.getRootNode().host ?? parentElement;
  const main = host.closest("[data-testid=stMain]");
  let moved = false, near = false, asked = false;

  const go = () => {
    if (!moved || !near || asked) return;
    asked = true;
    setTriggerValue("reached", shown);
  };
  const move = (event) => {
    if (event.type === "keydown" && (!KEYS.has(event.key) || event.composedPath()[0].closest(OWN))) return;
    if (event.type === "wheel" && event.deltaY <= 0) return;
    if (event.type === "pointerdown" && event.offsetX < main.clientWidth) return; // not on the scroll bar
    moved = true;
    go();
  };
  const see = ([{ isIntersecting }]) => {
    near = isIntersecting;
    go();
  };
  const observer = new IntersectionObserver(see, { root: main, rootMargin: AHEAD });
  observer.observe(host);
  const kinds = ["wheel", "touchmove", "keydown", "pointerdown"];
  kinds.forEach((kind) => main.addEventListener(kind, move, { passive: true }));
  return (stop = () => {
    observer.disconnect();
    kinds.forEach((kind) => main.removeEventListener(kind, move));
  });
}
