// A filter: one toggle button a value, with its count. Nothing pressed keeps every row.
function render({ model, el }) {
  const group = document.createElement("div");
  group.className = "ml-chips";
  group.setAttribute("role", "group");
  el.append(group);

  function draw() {
    const value = new Set(model.get("value"));
    const label = document.createElement("span");
    label.className = "ml-chips-label";
    label.textContent = model.get("label");
    group.setAttribute("aria-label", model.get("label"));
    const focused = group.contains(document.activeElement) ? document.activeElement.dataset.value : null;
    let last = null;
    const shown = [label];
    const buttons = model.get("options").map(([code, name, n, part = null]) => {
      if (part !== last) {
        const head = document.createElement("span");
        head.className = "ml-chips-group";
        head.textContent = part;
        shown.push(head);
        last = part;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ml-chip";
      button.dataset.value = code;
      button.setAttribute("aria-pressed", String(value.has(code)));
      button.textContent = n === null ? name : `${name} ${n}`;
      button.addEventListener("click", () => {
        const now = new Set(model.get("value"));
        if (!now.delete(code)) now.add(code);
        model.set("value", [...now]);
        model.save_changes();
      });
      shown.push(button);
      return button;
    });
    group.replaceChildren(...shown);
    if (focused !== null) buttons.find((button) => button.dataset.value === focused)?.focus();
  }

  for (const name of ["value", "options", "label"]) model.on(`change:${name}`, draw);
  draw();
}
export default { render };
