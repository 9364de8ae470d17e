"use strict";
// Reads /status.json each second and shows it. Words that came from the network are set as text only.

const SECONDS = 300;
const SVG = "http://www.w3.org/2000/svg";
const COUNTERS = [
  ["received", "Datagrams received"], ["sent", "Datagrams sent"], ["notifications", "Notifications"],
  ["peers", "Peers remembered"], ["duplicates", "Duplicates"], ["retransmitted", "Sent again"],
  ["timed_out", "Never acknowledged"], ["malformed", "Malformed"], ["bad_options", "Unknown critical options"],
  ["unexpected", "Belonging to nothing"], ["refused", "Refused: a table was full"],
  ["bodies_dropped", "Bodies given up"], ["challenged", "Asked to show they are there"], ["withheld", "Withheld"],
];
const whole = new Intl.NumberFormat("en");
const byId = (id) => document.getElementById(id);

function show(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function time(micros) {
  if (micros === null || micros === undefined) return "–";
  if (micros < 1000) return `${micros} µs`;
  if (micros < 1e6) return `${(micros / 1e3).toFixed(micros < 1e4 ? 1 : 0)} ms`;
  return `${(micros / 1e6).toFixed(micros < 1e7 ? 1 : 0)} s`;
}

function count(number) {
  if (number < 1e5) return whole.format(number);
  if (number < 1e6) return `${(number / 1e3).toFixed(0)} k`;
  return number < 1e9 ? `${(number / 1e6).toFixed(2)} M` : `${(number / 1e9).toFixed(2)} G`;
}

function span(seconds) {
  const parts = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  const first = parts.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  return parts.slice(first, first + 2).map(([size, name], index) => {
    const number = index === 0 ? Math.floor(seconds / size) : Math.floor((seconds % parts[first][0]) / size);
    return `${number} ${name}`;
  }).join(" ");
}

// Rows keep their elements, so that a selection or the scroll position survives.
function fill(body, rows) {
  const known = body.known ?? (body.known = new Map());
  const names = new Set(rows.map((row) => row[0]));
  for (const [name, row] of known) {
    if (!names.has(name)) { row.remove(); known.delete(name); }
  }
  rows.forEach((cells, index) => {
    let row = known.get(cells[0]);
    if (!row) {
      row = document.createElement("tr");
      cells.forEach((_, place) => {
        const cell = row.appendChild(document.createElement("td"));
        if (place > 0) cell.className = "number";
      });
      known.set(cells[0], row);
    }
    cells.forEach((text, place) => {
      if (row.cells[place].textContent !== text) row.cells[place].textContent = text;
    });
    row.classList.toggle("zero", cells.slice(1).every((text) => text === "0"));
    if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
  });
}

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return parent.appendChild(made);
}

// The next number of the form 1, 2 or 5 times a power of ten.
function nice(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}

class Plot {
  constructor(id, series, format) {
    Object.assign(this, { holder: byId(id), series, format, columns: [], cursor: null });
    this.legend = this.holder.parentElement.insertBefore(document.createElement("div"), this.holder);
    this.legend.className = "legend";
    this.values = series.map(({ name, kind }) => {
      const entry = this.legend.appendChild(document.createElement("span"));
      entry.appendChild(document.createElement("span")).className = `key ${kind}`;
      entry.append(`${name} `);
      return entry.appendChild(document.createElement("b"));
    });
    this.when = this.legend.appendChild(document.createElement("span"));
    this.svg = element("svg", { role: "img", "aria-label": this.holder.parentElement.querySelector("h2").textContent }, this.holder);
    this.holder.addEventListener("pointermove", (event) => this.point(event.offsetX));
    this.holder.addEventListener("pointerleave", () => this.point(null));
    new ResizeObserver(() => this.draw()).observe(this.holder);
  }

  point(x) {
    this.cursor = x;
    this.draw();
  }

  update(columns) {
    this.columns = columns;
    this.draw();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.holder;
    if (!width || !height) return;
    const box = { left: 52, right: width - 8, top: 10, bottom: height - 22 };
    const top = nice(Math.max(1, ...this.columns.flat().filter((value) => value !== null)));
    const x = (place, length) => box.right - ((length - 1 - place) / (SECONDS - 1)) * (box.right - box.left);
    const y = (value) => box.bottom - (value / top) * (box.bottom - box.top);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.replaceChildren();
    for (const part of top === 1 ? [0, 1] : [0, 0.5, 1]) {
      const line = y(top * part);
      element("line", { class: "grid", x1: box.left, x2: box.right, y1: line, y2: line }, this.svg);
      element("text", { x: box.left - 8, y: line + 4, "text-anchor": "end" }, this.svg).textContent = this.format(top * part);
    }
    for (const [minutes, anchor] of [[5, "start"], [4, "middle"], [3, "middle"], [2, "middle"], [1, "middle"], [0, "end"]]) {
      // On a telephone the first two labels would run into each other.
      if (minutes === 4 && box.right - box.left < 340) continue;
      const place = box.right - (minutes / 5) * (box.right - box.left);
      const text = element("text", { x: place, y: height - 6, "text-anchor": anchor }, this.svg);
      text.textContent = minutes === 0 ? "now" : `−${minutes} min`;
    }
    this.series.forEach(({ kind, area }, index) => this.line(this.columns[index] ?? [], { kind, area, x, y, box }));
    this.read(box);
  }

  line(column, { kind, area, x, y, box }) {
    let path = "";
    let filled = "";
    let start = null;
    column.forEach((value, place) => {
      if (value === null) { start = null; return; }
      const point = `${x(place, column.length).toFixed(1)} ${y(value).toFixed(1)}`;
      // A second between two silent ones is a short stroke, or it would not be seen.
      const next = column[place + 1] ?? null;
      path += start === null ? `M${point}${next === null ? "h2" : ""}` : `L${point}`;
      start = start ?? place;
      filled += `${filled ? "L" : `M${x(place, column.length).toFixed(1)} ${box.bottom}L`}${point}`;
    });
    if (area && filled) {
      element("path", { class: "area", d: `${filled}L${box.right} ${box.bottom}Z` }, this.svg);
    }
    element("path", { class: kind, d: path }, this.svg);
  }

  // Shows the values under the pointer, or the newest.
  read(box) {
    const length = this.columns[0]?.length ?? 0;
    let place = length - 1;
    if (this.cursor !== null && length > 0) {
      const back = Math.round(((box.right - this.cursor) / (box.right - box.left)) * (SECONDS - 1));
      place = Math.min(length - 1, Math.max(0, length - 1 - back));
      const at = box.right - ((length - 1 - place) / (SECONDS - 1)) * (box.right - box.left);
      element("line", { class: "cursor", x1: at, x2: at, y1: box.top, y2: box.bottom }, this.svg);
    }
    this.values.forEach((value, index) => {
      const known = this.columns[index]?.[place];
      value.textContent = known === undefined || known === null ? "–" : this.format(known);
    });
    this.when.textContent = place < length - 1 ? `${span(length - 1 - place)} ago` : "";
  }
}

const plots = {
  rate: new Plot("rate-plot", [{ name: "requests/s", kind: "accent", area: true }], (value) => count(value)),
  time: new Plot("time-plot", [
    { name: "median", kind: "low" }, { name: "90 %", kind: "mid" }, { name: "99 %", kind: "high" },
  ], time),
};

function render(status) {
  const { history, counters } = status;
  document.title = `${status.name} – coapt serve`;
  show("name", status.name);
  show("addresses", status.addresses.join("  ") + (status.workers > 1 ? `  ·  ${status.workers} workers` : ""));
  show("version", `coapt ${status.version}`);
  show("rate", count(history.requests.at(-1) ?? 0));
  show("median", time(history.p50.at(-1)));
  show("observers", count(counters.observers));
  show("requests", count(status.requests));
  show("open", count(counters.open_requests));
  show("uptime", span(status.uptime_seconds));
  plots.rate.update([history.requests]);
  plots.time.update([history.p50, history.p90, history.p99]);
  fill(byId("resources"), status.resources.map((row) => [row.path, whole.format(row.requests), whole.format(row.observers)]));
  byId("no-resources").hidden = status.resources.length > 0;
  const rows = (map) => Object.entries(map).map(([name, number]) => [name, whole.format(number)]);
  fill(byId("codes"), rows(status.codes));
  fill(byId("methods"), rows(status.methods));
  fill(byId("counters"), COUNTERS.map(([key, name]) => [name, whole.format(counters[key])]));
}

async function follow() {
  const state = byId("state");
  try {
    const answer = await fetch("status.json", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    render(await answer.json());
    state.className = "live";
    show("state", "live");
  } catch (error) {
    state.className = "lost";
    show("state", "no connection to the server");
  }
  setTimeout(follow, 1000);
}

follow();
