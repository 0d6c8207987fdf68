// Annotated text: every character of the document goes into a text node, never into HTML.
// The marks are one tab stop; arrow keys move from mark to mark, Enter or Space opens the evidence.
function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "ml-text";
  const heading = document.createElement("div");
  heading.className = "ml-legend";
  const body = document.createElement("div");
  body.className = "ml-body";
  body.setAttribute("role", "region");
  const tip = document.createElement("div");
  tip.className = "ml-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  const note = document.createElement("p");
  note.className = "ml-note";
  root.append(heading, note, body, tip);
  el.append(root);

  let marks = [];

  function describe(indices) {
    const labels = model.get("labels");
    return [...new Set(indices.map((index) => labels[index]))].join(" · ");
  }

  function drawLegend() {
    heading.replaceChildren();
    for (const [classes, label] of model.get("legend")) {
      const sample = document.createElement("span");
      sample.className = `ml-mark ${classes}`;
      sample.textContent = label;
      heading.append(sample);
    }
  }

  function drawBody() {
    const styles = model.get("styles");
    marks = [];
    const blocks = model.get("blocks").map(([kind, pieces]) => {
      const block = document.createElement("div");
      block.className = `ml-segment ml-segment-${kind}`;
      for (const [text, indices] of pieces) {
        if (!indices.length) {
          block.append(document.createTextNode(text));
          continue;
        }
        const span = document.createElement("span");
        span.className = ["ml-mark", ...new Set(indices.flatMap((index) => styles[index].split(" ")))].join(" ");
        span.textContent = text;
        span.setAttribute("role", "button");
        span.setAttribute("aria-label", `${text}: ${describe(indices)}`);
        span.tabIndex = -1;
        span.dataset.mark = String(marks.length);
        marks.push([span, indices]);
        block.append(span);
      }
      return block;
    });
    body.replaceChildren(...blocks);
    body.setAttribute("aria-label", model.get("title"));
    body.lang = "de";
    if (marks.length) marks[0][0].tabIndex = 0;
    note.textContent = marks.length ? model.get("help") : model.get("empty");
    tip.hidden = true;
    showChosen();
    root.dataset.state = String(model.get("state"));
  }

  function showChosen() {
    const chosen = new Set(model.get("chosen"));
    let first = null;
    for (const [span, indices] of marks) {
      const isChosen = indices.some((index) => chosen.has(index));
      span.classList.toggle("ml-chosen", isChosen);
      if (isChosen && !first) first = span;
    }
    // Scroll the text alone: the page must not jump when evidence opens elsewhere.
    if (first && !body.contains(document.activeElement)) {
      const place = first.offsetTop - body.offsetTop;
      if (place < body.scrollTop || place > body.scrollTop + body.clientHeight - 40) body.scrollTop = place - 40;
    }
  }

  // Brings one mark into sight, whatever has the focus, and gives it the focus.
  function goTo() {
    const index = model.get("goal")[0];
    const place = marks.findIndex(([, indices]) => indices.includes(index));
    if (index === undefined || place < 0) return;
    const [span] = marks[place];
    body.scrollTop = span.offsetTop - body.clientHeight / 3;
    focusMark(place);
    span.scrollIntoView({ block: "nearest" });
  }

  function markOf(event) {
    const span = event.target.closest("[data-mark]");
    return span && body.contains(span) ? Number(span.dataset.mark) : null;
  }

  function showTip(index) {
    const [span, indices] = marks[index];
    tip.textContent = describe(indices);
    tip.hidden = false;
    const box = span.getClientRects()[0];
    const frame = root.getBoundingClientRect();
    tip.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${box.bottom - frame.top + 4}px`;
  }

  function focusMark(index) {
    const next = Math.max(0, Math.min(index, marks.length - 1));
    for (const [span] of marks) span.tabIndex = -1;
    marks[next][0].tabIndex = 0;
    marks[next][0].focus();
  }

  function open(index) {
    model.send({ kind: "open", marks: marks[index][1] });
  }

  body.addEventListener("mouseover", (event) => {
    const index = markOf(event);
    if (index === null) tip.hidden = true;
    else showTip(index);
  });
  body.addEventListener("mouseleave", () => { tip.hidden = true; });
  body.addEventListener("focusin", (event) => {
    const index = markOf(event);
    if (index !== null) showTip(index);
  });
  body.addEventListener("focusout", () => { tip.hidden = true; });
  body.addEventListener("click", (event) => {
    const index = markOf(event);
    if (index !== null) open(index);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
    const index = markOf(event);
    if (index === null) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) focusMark(index + step);
    else if (event.key === "Home") focusMark(0);
    else if (event.key === "End") focusMark(marks.length - 1);
    else if (event.key === "Enter" || event.key === " ") open(index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // `state` is set last, so one drawing serves all traits that change together.
  model.on("change:state", () => { drawLegend(); drawBody(); });
  model.on("change:chosen", showChosen);
  model.on("change:goal", goTo);
  drawLegend();
  drawBody();
  // A view that was just made is not laid out yet.
  if (model.get("goal").length) requestAnimationFrame(() => requestAnimationFrame(goTo));
}
export default { render };
