// Indicators by concept: name, scale, what it says, and a line for each value with a small bar and its interval.
function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "ml-measures";
  el.append(root);

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // The scale as a line: the interval a band, the value a dot, zero a tick where the scale has two sides.
  function bar(place, low, high, zero) {
    const line = element("span", "ml-scale");
    line.setAttribute("aria-hidden", "true");
    if (zero !== null) {
      const tick = element("span", "ml-zero");
      tick.style.left = `${zero}%`;
      line.append(tick);
    }
    const from = zero ?? 0;
    if (place !== null) {
      const fill = element("span", "ml-fill");
      fill.style.left = `${Math.min(from, place)}%`;
      fill.style.width = `${Math.abs(place - from)}%`;
      line.append(fill);
    }
    if (low !== null && high !== null) {
      const band = element("span", "ml-band");
      band.style.left = `${low}%`;
      band.style.width = `${Math.max(high - low, 0.5)}%`;
      line.append(band);
    }
    if (place !== null) {
      const dot = element("span", "ml-dot");
      dot.style.left = `${place}%`;
      line.append(dot);
    }
    return line;
  }

  function line([unit, value, interval, n, place, low, high, row], zero) {
    const item = element("li", "ml-value");
    const words = model.get("words");
    if (row >= 0) {
      const button = element("button", "ml-unit", unit);
      button.type = "button";
      button.dataset.row = String(row);
      button.setAttribute("aria-label", `${words.open}: ${unit}, ${value}`);
      button.addEventListener("click", () => model.send({ kind: "open", row }));
      item.append(button);
    } else item.append(element("span", "ml-unit", unit));
    item.append(bar(place, low, high, zero));
    item.append(element("span", "ml-number", value), element("span", "ml-interval", interval));
    item.append(element("span", "ml-n", `n = ${n}`));
    return item;
  }

  function list(rows, zero) {
    const made = element("ul", "");
    made.append(...rows.map((row) => line(row, zero)));
    return made;
  }

  function folded(title, rows, zero) {
    const box = element("details", "ml-folded");
    box.append(element("summary", "", title), list(rows, zero));
    return box;
  }

  function measure(each) {
    const box = element("section", "ml-measure");
    box.dataset.indicator = each.id;
    const head = element("h3", "", each.name);
    head.title = each.id;
    const note = element("p", "ml-note", each.explanation);
    if (each.scale) note.append(" ", element("span", "ml-range", each.scale));
    box.append(head, note);
    if (each.rows.length) box.append(list(each.rows, each.zero));
    if (each.others.length) box.append(folded(each.more, each.others, each.zero));
    if (each.silent.length) box.append(folded(each.none, each.silent, each.zero));
    return box;
  }

  function draw() {
    const opened = new Set([...root.querySelectorAll("details[open][data-group]")].map((box) => box.dataset.group));
    const first = !root.children.length;
    const groups = model.get("groups").map(([title, measures], index) => {
      const box = element("details", "ml-group");
      box.dataset.group = String(index);
      box.open = first ? index === 0 : opened.has(String(index));
      const summary = element("summary", "");
      summary.append(element("h2", "", title));
      box.append(summary, ...measures.map(measure));
      return box;
    });
    root.replaceChildren(element("p", "ml-note", model.get("help")), ...groups);
    root.dataset.state = String(model.get("state"));
  }

  // `state` is set last, so one drawing serves all traits that change together.
  model.on("change:state", draw);
  draw();
}
export default { render };
