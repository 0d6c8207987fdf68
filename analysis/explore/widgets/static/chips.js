// A filter: one toggle button a value, with its count. Nothing pressed keeps every row.
function render({ model, el }) {
  const group = document.createElement("div");
  group.className = "ml-chips";
  // One stop of the tabulator key; arrow keys lead from button to button.
  group.setAttribute("role", "toolbar");
  let at = null;
  el.append(group);
  let open = false;

  function draw() {
    const value = new Set(model.get("value"));
    const label = document.createElement("span");
    label.className = "ml-chips-label";
    label.textContent = model.get("label");
    group.setAttribute("aria-label", model.get("label"));
    const focused = group.contains(document.activeElement) ? document.activeElement.dataset.value : null;
    let last = null;
    const shown = [label];
    const most = model.get("most");
    const options = model.get("options");
    const hides = most > 0 && options.length > most;
    // What is chosen stays in sight.
    const some = hides && !open ? options.filter(([code], index) => index < most || value.has(code)) : options;
    const buttons = some.map(([code, name, n, part = null, tip = ""]) => {
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
      if (tip) button.title = tip;
      if (n === 0) button.classList.add("ml-none");
      button.addEventListener("click", () => {
        const now = new Set(model.get("value"));
        if (!now.delete(code)) now.add(code);
        model.set("value", [...now]);
        model.save_changes();
      });
      shown.push(button);
      return button;
    });
    if (hides) {
      const more = document.createElement("button");
      more.type = "button";
      more.className = "ml-more";
      more.dataset.value = "\u0000more";
      more.setAttribute("aria-expanded", String(open));
      more.setAttribute("aria-label", `${model.get("words")[open ? 1 : 0]}: ${model.get("label")}`);
      more.textContent = open ? model.get("words")[1] : `${model.get("words")[0]} (${options.length - some.length})`;
      more.addEventListener("click", () => { open = !open; draw(); });
      shown.push(more);
      buttons.push(more);
    }
    group.classList.toggle("ml-closed", hides && !open);
    const here = buttons.find((button) => button.dataset.value === at) ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === here ? 0 : -1;
    group.replaceChildren(...shown);
    if (focused !== null) buttons.find((button) => button.dataset.value === focused)?.focus();
  }

  group.addEventListener("focusin", (event) => {
    at = event.target.dataset.value;
    for (const button of group.querySelectorAll("button")) button.tabIndex = button === event.target ? 0 : -1;
  });
  group.addEventListener("keydown", (event) => {
    const buttons = [...group.querySelectorAll("button")];
    const place = buttons.indexOf(event.target);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const goal = { Home: 0, End: buttons.length - 1 }[event.key] ?? place + (step ?? 0);
    if (place < 0 || goal === place) return;
    buttons[Math.max(0, Math.min(goal, buttons.length - 1))].focus();
    event.preventDefault();
    event.stopPropagation();
  });

  for (const name of ["value", "options", "label", "words"]) model.on(`change:${name}`, draw);
  draw();
}
export default { render };
