// The points of a map: unpacked, drawn, and found again. map.js follows in the same file as the browser gets it.

const EDGE = 28, SCALE = 65535, CLOSEST = 60, REACH = 14, FAINT = 0.35;
const within = (value, low, high) => Math.min(Math.max(value, low), high);

/** What part of the map is seen: `scale` times as large as all of it, its corner at x, y. */
class View {
  scale = 1; x = 0; y = 0; width = 0; height = 0;

  across() { return (this.scale * (this.width - 2 * EDGE)) / SCALE; }
  down() { return (this.scale * (this.height - 2 * EDGE)) / SCALE; }
  place(x, y) { return [this.x + this.scale * EDGE + x * this.across(), this.y + this.scale * EDGE + y * this.down()]; }

  move(x, y) {
    this.x = within(this.x + x, this.width * (1 - this.scale), 0);
    this.y = within(this.y + y, this.height * (1 - this.scale), 0);
  }
  /** Draw the map closer by a factor; what lies at x, y stays there. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const grown = within(this.scale * factor, 1, CLOSEST) / this.scale;
    this.scale *= grown;
    this.move((x - this.x) * (1 - grown), (y - this.y) * (1 - grown));
  }
  /** Draw the map as close as some places of it allow. */
  gather(places) {
    const sides = [0, 1].map((axis) => places.map((place) => place[axis]));
    const [x, y] = sides.map((side) => (Math.min(...side) + Math.max(...side)) / 2);
    const share = Math.max(...sides.map((side, axis) => Math.max(...side) - [x, y][axis]), SCALE / 60) / SCALE;
    this.scale = within(0.3 / share, 1, CLOSEST);
    const [left, top] = this.place(x, y);
    this.move(this.width / 2 - left, this.height / 2 - top);
  }
}

/** M points, their kinds numbered by how frequent they are; the first `colours` kinds have a colour of their own. */
class Points {
  /** `left`, a bit for each point, says which are left by the filters; null where all are. */
  constructor(packed, colours, left) {
    const numbers = new Uint16Array(Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0)).buffer);
    const count = numbers.length / 3;
    [this.x, this.y, this.kind] = [0, 1, 2].map((part) => numbers.subarray(part * count, (part + 1) * count));
    this.colour = this.kind.map((kind) => Math.min(kind, colours));
    // rare kinds are drawn upon frequent ones, and those without a colour below all
    const rank = (point) => (this.colour[point] + 1) % (colours + 1);
    this.order = Uint32Array.from(this.kind.keys()).sort((one, other) => rank(one) - rank(other) || one - other);
    this.grey = colours;
    const bits = left === null ? null : Uint8Array.from(atob(left), (sign) => sign.charCodeAt(0));
    this.left = bits && this.kind.map((_, point) => (bits[point >> 3] >> (7 - (point & 7))) & 1);
  }
  place(view, point) { return view.place(this.x[point], this.y[point]); }

  /** Say whether a point is one of those that are looked for: left by the filters, and of the colour `only`, if any. */
  wanted(point, only) { return (only === null || only === this.colour[point]) && (!this.left || this.left[point] === 1); }

  /** Draw all points in colours, "rgb(r, g, b)" each, of which `only` one may be chosen. */
  draw(pen, view, ratio, colours, only) {
    const { width, height } = pen.canvas;
    if (this.image?.width !== width || this.image.height !== height) this.image = pen.createImageData(width, height);
    const pixels = new Uint32Array(this.image.data.buffer).fill(0);
    const size = ratio * within((this.x.length < 3000 ? 2.5 : 1.5) * view.scale ** 0.4, 1.5, 7), reach = Math.ceil(size);
    const [inside, rim] = disc(size, width), paints = colours.map((colour) => paint(colour, 1));
    const faint = paint(colours[this.grey], FAINT);
    const [across, down] = [view.across() * ratio, view.down() * ratio];
    const [left, top] = view.place(0, 0).map((start) => start * ratio);
    for (const chosen of only === null && !this.left ? [true] : [false, true]) {
      for (const point of this.order) {
        const x = (left + this.x[point] * across) | 0, y = (top + this.y[point] * down) | 0, colour = this.colour[point];
        if (x < reach || y < reach || x >= width - reach || y >= height - reach) continue;
        if (chosen !== this.wanted(point, only)) continue;
        const middle = y * width + x, [full, half] = chosen ? paints[colour] : faint;
        for (const pixel of inside) pixels[middle + pixel] = full;
        for (const pixel of rim) pixels[middle + pixel] ||= half;
      }
    }
    pen.putImageData(this.image, 0, 0);
  }
  /** Give the point nearest to x, y, null where none is near. */
  nearest(view, x, y, only) {
    let best = null, least = REACH ** 2;
    for (const point of this.order) {
      if (!this.wanted(point, only)) continue;
      const [left, top] = this.place(view, point), far = (left - x) ** 2 + (top - y) ** 2;
      if (far <= least) [best, least] = [point, far];
    }
    return best;
  }
}

/** Give the pixels of a disc around its middle in a picture of some width: those inside, and those of its soft rim. */
function disc(size, width) {
  const inside = [], rim = [], reach = Math.ceil(size);
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const far = Math.hypot(x, y);
      if (far < size + 0.5) (far < size - 0.25 ? inside : rim).push(y * width + x);
    }
  }
  return [inside, rim];
}

/** Give a colour as the numbers of a whole and of half a pixel. */
function paint(colour, strength) {
  const [red, green, blue] = colour.match(/\d+/g);
  return [255, 110].map((alpha) => ((alpha * strength) << 24) | (blue << 16) | (green << 8) | red);
}

/** Write names at places, each where it hides none written before. */
function write(pen, view, names, font, ink, paper) {
  const taken = [];
  Object.assign(pen, { font, strokeStyle: paper, fillStyle: ink, lineWidth: 4, lineJoin: "round" });
  Object.assign(pen, { textAlign: "center", textBaseline: "middle" });
  for (const [name, ...place] of names) {
    const [x, y] = view.place(...place), half = pen.measureText(name).width / 2 + 4;
    const hides = ([left, top, other]) => Math.abs(x - left) < half + other && Math.abs(y - top) < 20;
    if (x < half || x > view.width - half || y < 10 || y > view.height - 10 || taken.some(hides)) continue;
    taken.push([x, y, half]);
    pen.strokeText(name, x, y);
    pen.fillText(name, x, y);
  }
}

