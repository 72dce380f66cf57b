// A photo with a box on it that is moved and drawn larger or smaller with a finger, a mouse or the arrow keys.
// data: [{photo, kept, box, moved}]; the state `box` is x0, y0, x1, y1 as shares of width and height.

const LEAST = 0.05, STEP = 0.02, PAUSE = 400;
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** Shift the sides of a box that a part holds: "nw", "ne", "sw", "se" two of them, "" all four. */
function shifted([x0, y0, x1, y1], part, dx, dy) {
  if (!part) {
    const [x, y] = [within(dx, -x0, 1 - x1), within(dy, -y0, 1 - y1)];
    return [x0 + x, y0 + y, x1 + x, y1 + y];
  }
  return [
    part.includes("w") ? within(x0 + dx, 0, x1 - LEAST) : x0,
    part.includes("n") ? within(y0 + dy, 0, y1 - LEAST) : y0,
    part.includes("e") ? within(x1 + dx, x0 + LEAST, 1) : x1,
    part.includes("s") ? within(y1 + dy, y0 + LEAST, 1) : y1,
  ];
}

export default function ({ data: [data], parentElement, setStateValue }) {
  const frame = parentElement.querySelector(".frame");
  const photo = frame.querySelector("img");
  const area = frame.querySelector(".box");
  let box = data.box, grip = null, timer = 0;

  const draw = () => {
    const [x0, y0, x1, y1] = box.map((share) => `${100 * share}%`);
    Object.assign(area.style, { left: x0, top: y0, width: `calc(${x1} - ${x0})`, height: `calc(${y1} - ${y0})` });
  };
  const move = (from, part, dx, dy) => {
    box = shifted(from, part, dx, dy);
    area.dataset.moved = true;
    draw();
  };
  const tell = () => setStateValue("box", box);

  if (photo.src !== data.photo) photo.src = data.photo;
  if (data.kept) keepPhoto({ ...data.kept, photo: data.photo });
  area.dataset.moved = data.moved;
  draw();

  area.onpointerdown = (event) => {
    event.preventDefault();
    event.target.focus();
    area.setPointerCapture(event.pointerId);
    grip = { part: event.target.dataset.part, x: event.clientX, y: event.clientY, box };
  };
  area.onpointermove = (event) => {
    if (!grip) return;
    const { width, height } = frame.getBoundingClientRect();
    move(grip.box, grip.part, (event.clientX - grip.x) / width, (event.clientY - grip.y) / height);
  };
  area.onpointerup = area.onpointercancel = () => {
    if (grip && grip.box !== box) tell();
    grip = null;
  };
  area.onkeydown = (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    move(box, event.target.dataset.part, ...arrow);
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };
  return () => clearTimeout(timer);
}
