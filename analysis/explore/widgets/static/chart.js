// A chart as a picture, replaced in place (no flicker), with a button over every mark that has evidence.
function render({ model, el }) {
  const figure = document.createElement("figure");
  figure.className = "ml-chart";
  const frame = document.createElement("div");
  frame.className = "ml-frame";
  const image = document.createElement("img");
  const marks = document.createElement("div");
  const empty = document.createElement("p");
  empty.className = "ml-empty";
  empty.setAttribute("role", "status");
  frame.append(image, empty, marks);
  const caption = document.createElement("figcaption");
  figure.append(frame, caption);
  el.append(figure);
  let address = null;

  function drawCaption() {
    caption.textContent = model.get("caption");
  }

  function draw() {
    const some = model.get("png").byteLength > 0;
    image.hidden = !some;
    image.alt = model.get("alt");
    empty.hidden = some;
    empty.textContent = some ? "" : model.get("alt");
    drawCaption();
    drawMarks();
    if (!some) {
      figure.dataset.state = String(model.get("state"));
      return;
    }
    const next = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    const old = address;
    address = next;
    image.onload = () => {
      if (old) URL.revokeObjectURL(old);
      figure.dataset.state = String(model.get("state"));
    };
    image.src = next;
    image.style.width = `${model.get("width")}px`;
  }

  function drawMarks() {
    // What scrolls must be within reach of the keyboard: through its marks, else by itself.
    if (model.get("marks").length) figure.removeAttribute("tabindex");
    else figure.tabIndex = 0;
    marks.replaceChildren(
      ...model.get("marks").map(([index, label, left, top, width, height]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "ml-spot";
        button.title = label;
        button.setAttribute("aria-label", label);
        Object.assign(button.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
        if (model.get("chosen").includes(index)) button.setAttribute("aria-current", "true");
        button.addEventListener("click", () => model.send({ kind: "open", mark: index }));
        return button;
      }),
    );
  }

  model.on("change:state", draw);
  model.on("change:caption", drawCaption);
  model.on("change:chosen", () => {
    const chosen = new Set(model.get("chosen"));
    for (const [place, button] of [...marks.children].entries()) {
      if (chosen.has(model.get("marks")[place][0])) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  });
  draw();
  return () => address && URL.revokeObjectURL(address);
}
export default { render };
