"use strict";
// Everything shown comes from objects that anybody may have named, so text reaches the page only as text nodes.

const SVG = "http://www.w3.org/2000/svg";
const COLUMNS = ["projects", "groups", "connectors", "targets", "people"];
const TITLES = ["API Fortress project", "alert group", "connector", "receiver", "people"];
const BOX = { width: 190, height: 40, gapX: 46, gapY: 12, top: 26 };

function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  Object.assign(node, properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function shape(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function shortened(text, length) {
  return text.length > length ? text.slice(0, length - 1) + "…" : text;
}

function drawWire(nodes, links) {
  if (links.length === 0) return element("p", { className: "empty", textContent: "No project has an alert group yet." });
  const columns = COLUMNS.map((column) => nodes.filter((node) => node.column === column));
  const place = new Map();
  columns.forEach((column, x) =>
    column.forEach((node, y) =>
      place.set(node.key, { x: x * (BOX.width + BOX.gapX) + 2, y: BOX.top + y * (BOX.height + BOX.gapY) })));
  const width = COLUMNS.length * (BOX.width + BOX.gapX);
  const height = BOX.top + Math.max(...columns.map((column) => column.length)) * (BOX.height + BOX.gapY) + 4;
  const picture = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": "wire" });
  TITLES.forEach((title, x) =>
    picture.append(shape("text", { x: x * (BOX.width + BOX.gapX) + 2, y: 14, class: "faint" }, title)));
  for (const link of links) {
    const from = place.get(link.from);
    const to = place.get(link.to);
    if (!from || !to) continue;
    const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
    picture.append(shape("path", { d: `M${x1} ${y1} C${x1 + 24} ${y1} ${x2 - 24} ${y2} ${x2} ${y2}` }));
  }
  for (const node of nodes) {
    const at = place.get(node.key);
    const group = shape("g", { class: node.vendor, "data-key": node.key });
    group.append(
      shape("title", {}, `${node.title}\n${node.detail}`),
      shape("rect", { x: at.x, y: at.y, width: BOX.width, height: BOX.height }),
      shape("text", { x: at.x + 8, y: at.y + 16 }, shortened(node.title, 27)),
      shape("text", { x: at.x + 8, y: at.y + 32, class: "faint" }, shortened(node.detail, 30)));
    picture.append(group);
  }
  return picture;
}

function list(items) {
  if (items.length === 0) return element("p", { className: "empty", textContent: "none" });
  return element("ul", {}, ...items.map((item) =>
    element("li", {},
      item.state ? element("span", { className: `state ${item.good ? "good" : "bad"}`, textContent: item.state }) : null,
      element("span", { textContent: item.title }),
      item.id ? element("span", { className: "id", textContent: item.id }) : null,
      item.detail ? element("span", { className: "detail", textContent: item.detail }) : null)));
}

function consoleOf(vendor) {
  return element("div", { className: `console ${vendor.vendor}` },
    element("h2", { textContent: vendor.title }),
    element("div", { className: "url", textContent: vendor.url }),
    ...vendor.kinds.flatMap((kind) => [
      element("h3", { textContent: `${kind.title} (${kind.count})` }),
      kind.count > kind.objects.length
        ? element("p", { className: "empty", textContent: `the newest ${kind.objects.length} of them` }) : "",
      list(kind.objects)]));
}

let shown = "";

async function refresh() {
  const status = document.getElementById("status");
  try {
    const answer = await fetch("/page/view.json", { cache: "no-store" });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const text = await answer.text();
    const view = JSON.parse(text);
    status.textContent = `sandbox clock ${view.now}`;
    status.className = "";
    const changing = JSON.stringify({ ...view, now: null });
    // Redrawing only on a change keeps the scroll position and a selected text where they are.
    if (changing !== shown) {
      shown = changing;
      document.getElementById("wire").replaceChildren(drawWire(view.wire.nodes, view.wire.links));
      document.getElementById("consoles").replaceChildren(...view.vendors.map(consoleOf));
      for (const name of ["deliveries", "alerts", "events"])
        document.getElementById(name).replaceChildren(list(view[name]));
    }
  } catch (error) {
    status.textContent = `the sandbox does not answer (${error.message})`;
    status.className = "bad";
  }
  window.setTimeout(refresh, 1000);
}

refresh();
