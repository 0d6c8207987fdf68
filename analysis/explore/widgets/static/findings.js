// Findings: sentences, each with a button that opens the rows behind it.
function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "ml-findings";
  el.append(root);

  function draw() {
    const heading = document.createElement("h2");
    heading.textContent = model.get("title");
    const help = document.createElement("p");
    help.className = "ml-note";
    help.textContent = model.get("help");
    const list = document.createElement("ul");
    list.append(...model.get("items").map(([text, label], index) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      words.textContent = text;
      item.append(words);
      if (label) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "ml-small";
        button.textContent = label;
        button.setAttribute("aria-label", `${label}: ${text}`);
        button.addEventListener("click", () => model.send({ kind: "open", item: index }));
        item.append(" ", button);
      }
      return item;
    }));
    root.replaceChildren(heading, help, list);
    root.dataset.state = String(model.get("state"));
  }

  model.on("change:state", draw);
  draw();
}
export default { render };
