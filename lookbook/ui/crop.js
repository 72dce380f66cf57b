// A photo with a box on it that is moved, drawn larger, smaller or anew with a finger, a mouse or the arrow keys, the
// outline of the garment, and a dot on each piece that was found.
// data: [{photo, kept, box, moved, outline, pieces}]; pieces is null until they were looked for, which the trigger `look`
// asks for; the state `box` is x0, y0, x1, y1 as shares of width and height.

const LEAST = 0.05, STEP = 0.02, PAUSE = 400;
const MIDDLE = [0.25, 0.25, 0.75, 0.75];
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

/** The box between two corners. */
const between = ([ax, ay], [bx, by]) => [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
const large = ([x0, y0, x1, y1]) => x1 - x0 >= LEAST && y1 - y0 >= LEAST;

export default function ({ data: [data], parentElement, setStateValue, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const photo = frame.querySelector("img");
  const area = frame.querySelector(".box");
  const fresh = parentElement.querySelector(".new");
  // What the visitor is at stays while the page draws itself anew.
  const own = (frame.own ??= { box: null, grip: null, timer: 0 });
  const busy = Boolean(own.grip || own.timer);
  if (!busy) own.box = data.box;

  const draw = () => {
    const [x0, y0, x1, y1] = own.box.map((share) => `${100 * share}%`);
    Object.assign(area.style, { left: x0, top: y0, width: `calc(${x1} - ${x0})`, height: `calc(${y1} - ${y0})` });
  };
  const become = (next) => {
    own.box = next;
    area.dataset.moved = true;
    outline([]);
    draw();
  };
  const tell = () => {
    clearTimeout(own.timer);
    own.timer = 0;
    if (frame.isConnected) setStateValue("box", own.box);
  };
  const outline = (rings) => {
    const line = rings.map((ring) => `M${ring.map((corner) => corner.join(" ")).join("L")}Z`).join("");
    for (const path of frame.querySelectorAll("path")) path.setAttribute("d", line);
  };
  const drawing = (on) => {
    frame.dataset.drawing = on;
    fresh.setAttribute("aria-pressed", on);
  };
  const corner = (event) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    return [within((event.clientX - left) / width, 0, 1), within((event.clientY - top) / height, 0, 1)];
  };
  const dots = (pieces) =>
    frame.querySelector(".dots").replaceChildren(
      ...pieces.map((piece) => {
        const dot = document.createElement("button");
        const [x0, y0, x1, y1] = piece.box;
        dot.type = "button";
        dot.title = piece.name;
        dot.setAttribute("aria-label", `Search with this piece: ${piece.name}`);
        Object.assign(dot.style, { left: `${50 * (x0 + x1)}%`, top: `${50 * (y0 + y1)}%` });
        dot.onclick = () => {
          become(piece.box);
          tell();
        };
        return dot;
      }),
    );

  if (photo.src !== data.photo) photo.src = data.photo;
  if (data.kept) keepPhoto({ ...data.kept, photo: data.photo });
  if (!busy) {
    area.dataset.moved = data.moved;
    outline(data.outline);
  }
  draw();
  const shown = JSON.stringify(data.pieces?.map((piece) => piece.box) ?? null);
  if (frame.dataset.pieces !== shown) dots(data.pieces ?? []); // the same ones stay, and with them the focus
  frame.dataset.pieces = shown;
  frame.querySelectorAll(".dots button").forEach((dot, at) => dot.setAttribute("aria-pressed", data.pieces[at].asked));
  if (!data.pieces && frame.dataset.looking !== data.photo) {
    frame.dataset.looking = data.photo;
    setTriggerValue("look", true);
  }

  area.onpointerdown = (event) => {
    event.preventDefault();
    event.target.focus();
    area.setPointerCapture(event.pointerId);
    own.grip = { part: event.target.dataset.part, x: event.clientX, y: event.clientY, box: own.box };
  };
  area.onpointermove = (event) => {
    if (!own.grip) return;
    const { part, x, y, box } = own.grip;
    const { width, height } = frame.getBoundingClientRect();
    become(shifted(box, part, (event.clientX - x) / width, (event.clientY - y) / height));
  };
  area.onpointerup = area.onpointercancel = () => release();
  const release = () => {
    const before = own.grip?.box ?? own.box;
    own.grip = null;
    if (before !== own.box) tell();
  };
  area.onkeydown = (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    become(shifted(own.box, event.target.dataset.part, ...arrow));
    later();
  };
  const later = () => {
    clearTimeout(own.timer);
    own.timer = setTimeout(tell, PAUSE);
  };

  // Beside the box a mouse draws a new one at once; a finger there scrolls the page, unless the button was pressed.
  photo.onpointerdown = (event) => {
    if (frame.dataset.drawing !== "true" && event.pointerType !== "mouse") return;
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    own.grip = { box: own.box };
    const start = corner(event);
    photo.onpointermove = (next) => {
      const drawn = between(start, corner(next));
      if (large(drawn)) become(drawn);
    };
    photo.onpointerup = photo.onpointercancel = () => {
      photo.onpointermove = photo.onpointerup = photo.onpointercancel = null;
      drawing(false);
      release();
    };
  };
  fresh.onclick = (event) => {
    if (event.detail) return drawing(frame.dataset.drawing !== "true");
    become(MIDDLE); // by keyboard: the corners are moved by its arrows
    area.querySelector('[data-part="se"]').focus();
    later();
  };
  frame.parentElement.onkeydown = (event) => {
    if (event.key === "Escape") drawing(false);
  };
}
