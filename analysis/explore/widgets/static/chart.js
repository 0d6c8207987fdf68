// A chart as a picture, replaced in place (no flicker), with a button over every mark that has evidence.
function render({ model, el }) {
  const figure = document.createElement("figure");
  figure.className = "ml-chart";
  const frame = document.createElement("div");
  frame.className = "ml-frame";
  const image = document.createElement("img");
  const marks = document.createElement("div");
  frame.append(image, marks);
  const caption = document.createElement("figcaption");
  figure.append(frame, caption);
  el.append(figure);
  let address = null;

  function draw() {
    const next = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
    const old = address;
    address = next;
    image.onload = () => {
      if (old) URL.revokeObjectURL(old);
      figure.dataset.state = String(model.get("state"));
    };
    image.src = next;
    image.alt = model.get("alt");
    image.style.width = `${model.get("width")}px`;
    caption.textContent = model.get("caption");
    marks.replaceChildren(
      ...model.get("marks").map(([index, label, left, top, width, height]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "ml-spot";
        button.title = label;
        button.setAttribute("aria-label", label);
        Object.assign(button.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
        button.addEventListener("click", () => model.send({ kind: "open", mark: index }));
        return button;
      }),
    );
  }

  model.on("change:state", draw);
  draw();
  return () => address && URL.revokeObjectURL(address);
}
export default { render };
