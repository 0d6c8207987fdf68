// Words of the table beside it: a list to unfold, and the same meanings as tooltips on the table's cells.
function render({ model, el }) {
  const root = document.createElement("details");
  root.className = "ml-terms";
  el.append(root);
  let meanings = new Map();

  function draw() {
    const items = model.get("items");
    meanings = new Map(items.map(([heading, word, meaning]) => [`${heading}\t${word}`, meaning]));
    const summary = document.createElement("summary");
    summary.textContent = model.get("title");
    const list = document.createElement("dl");
    for (const [heading, word, meaning] of items) {
      const name = document.createElement("dt");
      name.textContent = word ? `${heading}: ${word}` : heading;
      const said = document.createElement("dd");
      said.textContent = meaning;
      list.append(name, said);
    }
    root.replaceChildren(summary, list);
    root.hidden = !items.length;
  }

  // The table is drawn by a library that takes no tooltips: they are set when the pointer comes.
  function explain(event) {
    const cell = event.target.closest?.("td, th");
    const table = cell?.closest("table");
    if (!table || !el.parentElement?.contains(table)) return;
    const head = table.querySelectorAll("thead th")[cell.cellIndex]?.textContent.trim() ?? "";
    const word = cell.tagName === "TH" ? "" : cell.textContent.trim();
    const meaning = meanings.get(`${head}\t${word}`);
    if (meaning) cell.title = meaning;
    else cell.removeAttribute("title");
  }

  document.addEventListener("mouseover", explain);
  for (const name of ["items", "title"]) model.on(`change:${name}`, draw);
  draw();
  return () => document.removeEventListener("mouseover", explain);
}
export default { render };
