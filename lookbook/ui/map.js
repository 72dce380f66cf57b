// A map of points that is moved and drawn closer with a mouse, fingers or keys. points.js stands before this.
// data: [{points, left, kinds, colours, names, asked, found, says}]: see points.py; asked [x, y] or null; found [[point, title]].
// The state `near` is the point that is looked at, the trigger `picked` the one that was clicked. What to show of a
// point comes as an event.

const REST = 90, STILL = 5, STEP = 60, CLOSER = 1.5;
const ARROWS = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
const ZOOMS = { "+": CLOSER, "=": CLOSER, "-": 1 / CLOSER, 0: 0, in: CLOSER, out: 1 / CLOSER, all: 0 };
const kept = new WeakMap(); // what outlives a run of the page: where the visitor is, and what they have seen

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

export default function ({ data: [data], parentElement, setStateValue, setTriggerValue }) {
  const find = (selector) => parentElement.querySelector(selector);
  const [map, canvas, card, legend] = [".map", "canvas", ".card", ".legend"].map(find);
  const pen = canvas.getContext("2d");
  const points = new Points(data.points, data.colours, data.left);
  const mine = kept.get(parentElement) ?? { view: new View(), only: null, cards: new Map() };
  const { view, cards } = mine;
  const fingers = new Map();
  let frame = 0, timer = 0, near = null, start = null;
  kept.set(parentElement, mine);
  if (mine.packed !== data.points) cards.clear(); // points of other pictures
  mine.packed = data.points;

  const redraw = () => { frame ||= requestAnimationFrame(draw); };
  function draw() {
    frame = 0;
    if (!canvas.width || !canvas.height) return; // it is folded away
    const ratio = devicePixelRatio, style = getComputedStyle(map);
    const colours = [...legend.querySelectorAll("i")].map((swatch) => getComputedStyle(swatch).color);
    points.draw(pen, view, ratio, colours, mine.only);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const names = data.names.map(([kind, ...place]) => [data.kinds[kind], ...place]);
    write(pen, view, names, `600 13px ${style.fontFamily}`, style.color, style.getPropertyValue("--st-background-color"));
    for (const [mark, ...place] of marks) mark.style.transform = `translate(${view.place(...place).join("px, ")}px)`;
    canvas.dataset.closer = view.scale > 1;
    if (near !== null) settle();
  }
  const move = (x, y) => { view.move(x, y); redraw(); };
  const zoom = (...how) => { view.zoom(...how); redraw(); };

  // The card of the point that is looked at

  function look(point) {
    canvas.dataset.hand = point !== null;
    if (point === near) return;
    near = point;
    clearTimeout(timer);
    card.hidden = point === null;
    if (point === null) return;
    fill();
    if (!cards.has(point)) timer = setTimeout(() => setStateValue("near", point), REST);
  }
  function fill() {
    const { picture, title } = cards.get(near) ?? {};
    card.querySelector("img").src = picture || "data:,";
    card.querySelector("img").hidden = !picture;
    card.querySelector("strong").textContent = title ?? "";
    card.querySelector("span").textContent = data.kinds[points.kind[near]];
    settle();
  }
  /** Put the card beside its point, on the side where there is room. */
  function settle() {
    const [x, y] = points.place(view, near), { offsetWidth: wide, offsetHeight: high } = card;
    const left = within(x + wide + 18 > view.width ? x - wide - 14 : x + 14, 4, view.width - wide - 4);
    card.style.transform = `translate(${left}px, ${within(y - high / 2, 4, view.height - high - 4)}px)`;
  }
  const arrive = ({ detail }) => {
    cards.set(detail.point, detail);
    if (detail.point === near) fill();
  };

  // What the visitor does

  const at = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    start = fingers.size === 1 ? at(event) : null;
  };
  canvas.onpointermove = (event) => {
    const now = at(event), before = fingers.get(event.pointerId);
    if (!before) return look(points.nearest(view, ...now, mine.only));
    const far = ([x, y], [left, top]) => Math.hypot(x - left, y - top);
    if (start && far(now, start) < STILL) return;
    start = null;
    look(null);
    fingers.set(event.pointerId, now);
    const other = [...fingers].find(([finger]) => finger !== event.pointerId)?.[1];
    if (other) zoom(far(now, other) / far(before, other), ...other);
    else move(now[0] - before[0], now[1] - before[1]);
  };
  canvas.onpointerup = (event) => {
    const point = start && points.nearest(view, ...at(event), mine.only);
    if (point !== null) setTriggerValue("picked", point);
    fingers.delete(event.pointerId);
    start = null;
  };
  canvas.onpointercancel = (event) => fingers.delete(event.pointerId);
  canvas.onpointerleave = () => look(null);
  canvas.onwheel = (event) => {
    if (!event.ctrlKey && !canvas.matches(":focus")) return; // who scrolls past is let go
    event.preventDefault();
    zoom(Math.exp(event.deltaY * (event.ctrlKey ? -0.01 : -0.002)), ...at(event));
  };
  canvas.onkeydown = (event) => {
    if (event.key in ARROWS) move(...ARROWS[event.key]);
    else if (event.key in ZOOMS) zoom(ZOOMS[event.key]);
    else return;
    event.preventDefault();
  };
  find(".tools").onclick = ({ target: { dataset } }) => {
    if (dataset.zoom === "found") view.gather(marks.map(([, ...place]) => place));
    else if (dataset.zoom) view.zoom(ZOOMS[dataset.zoom]);
    redraw();
  };

  // What lies on the map, and the legend below it

  const marks = data.found.map(([point, title]) => {
    const mark = made("button", { type: "button", className: "mark", ariaLabel: title });
    mark.onclick = () => setTriggerValue("picked", point);
    mark.onpointerenter = mark.onfocus = () => look(point);
    mark.onpointerleave = mark.onblur = () => look(null);
    return [mark, points.x[point], points.y[point]];
  });
  if (data.asked) marks.unshift([made("div", { className: "mark asked" }), ...data.asked]); // what was found lies upon it
  find(".marks").replaceChildren(...marks.map(([mark]) => mark));
  find("[data-zoom=found]").hidden = !marks.length;

  const kinds = [...data.kinds.slice(0, data.colours), "Other kinds"].map((kind, number) => {
    const swatch = made("i", {});
    if (number < data.colours) swatch.dataset.colour = number;
    const button = made("button", { type: "button", hidden: number >= data.kinds.length }, swatch, kind);
    button.onclick = () => {
      mine.only = mine.only === number ? null : number;
      press();
    };
    return button;
  });
  const press = () => {
    kinds.forEach((button, number) => { button.ariaPressed = number === mine.only; });
    redraw();
  };
  legend.replaceChildren(...kinds);
  legend.ontransitionend = redraw;
  canvas.ariaLabel = data.says;
  press();

  const sizes = new ResizeObserver(() => {
    [view.width, view.height] = [canvas.clientWidth, canvas.clientHeight];
    [canvas.width, canvas.height] = [view.width, view.height].map((side) => Math.round(side * devicePixelRatio));
    view.move(0, 0);
    draw(); // at once, as a new size has emptied the canvas
  });
  sizes.observe(canvas);
  window.addEventListener("lookbook-card", arrive);
  return () => {
    sizes.disconnect();
    window.removeEventListener("lookbook-card", arrive);
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
