// Open evidence: one card a row, with what it says, its paragraph, two buttons that judge it and a memo of its own.
// Everything from the text goes into text nodes, never into HTML.
function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "ml-evidence";
  el.append(root);
  let shown = "";

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function button(text, className, key, action) {
    const made = element("button", className, text);
    made.type = "button";
    made.dataset.key = key;
    made.addEventListener("click", action);
    return made;
  }

  function card(item, index) {
    const words = model.get("words");
    const box = element("li", "ml-card");
    box.append(element("h3", "", item.title));
    const quote = element("blockquote", "");
    quote.lang = "de";
    for (const [text, marked, inside] of item.passages) {
      quote.append(marked ? element("mark", "", text) : element("span", inside ? "ml-inside" : "", text));
    }
    box.append(quote);
    const facts = element("dl", "");
    for (const [name, value] of item.facts) {
      const meaning = item.meanings?.[name];
      const said = element("dd", meaning ? "ml-explained" : "", value);
      if (meaning) said.title = meaning;
      facts.append(element("dt", "", name), said);
    }
    box.append(facts);
    const row = element("div", "ml-card-row");
    row.append(button(words.jump, "ml-small", `jump-${index}`, () => model.send({ kind: "jump", row: index })));
    const judge = element("span", "ml-judge");
    judge.setAttribute("role", "group");
    judge.setAttribute("aria-label", `${words.judge} ${item.title}`);
    for (const verdict of ["right", "wrong"]) {
      const made = button(words[verdict], `ml-small ml-${verdict}`, `${verdict}-${index}`, () =>
        model.send({ kind: "judge", row: index, verdict }));
      made.setAttribute("aria-pressed", String(item.verdict === verdict));
      judge.append(made);
    }
    row.append(element("span", "ml-ask", words.judge), judge);
    box.append(row);
    const label = element("label", "ml-memo", words.memo);
    const memo = element("textarea", "");
    memo.rows = item.memo ? 2 : 1;
    memo.value = item.memo;
    memo.dataset.key = `memo-${index}`;
    memo.setAttribute("aria-label", `${words.memo}: ${item.title}`);
    // Kept while it is typed, so that no click elsewhere loses it.
    let wait = null;
    const keep = () => {
      clearTimeout(wait);
      wait = null;
      if (memo.value.trim() !== item.memo) {
        item.memo = memo.value.trim();
        model.send({ kind: "memo", row: index, id: item.id, text: memo.value });
      }
    };
    memo.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(keep, 600); });
    memo.addEventListener("blur", keep);
    label.append(memo);
    box.append(label);
    return box;
  }

  // On a narrow page the evidence stands below what opened it.
  function bringIntoSight() {
    const box = root.getBoundingClientRect();
    if (box.height && box.top > innerHeight - 80) root.scrollIntoView({ block: "start" });
  }

  function draw() {
    const words = model.get("words");
    const active = root.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const typed = active?.startsWith("memo-") ? document.activeElement : null;
    const before = typed && { text: typed.value, at: typed.selectionStart };
    const items = model.get("items");
    const head = element("div", "ml-card-row");
    head.append(element("h2", "", words.title));
    if (words.back) head.append(button(words.back, "ml-small", "back", () => model.send({ kind: "back" })));
    if (model.get("total") >= 0) {
      head.append(button(words.close, "ml-small", "close", () => model.send({ kind: "close" })));
    }
    const said = element("p", "", model.get("message"));
    said.setAttribute("role", "status");
    const list = element("ol", "");
    list.append(...items.map(card));
    root.replaceChildren(head, said, ...(items.length ? [list] : []));
    if (model.get("more")) root.append(element("p", "", model.get("more")));
    root.dataset.evidence = String(model.get("total"));
    root.dataset.state = String(model.get("state"));
    const again = active && root.querySelector(`[data-key="${active}"]`);
    if (again) {
      again.focus();
      if (before && model.get("items")[Number(active.slice(5))]?.id === typed.dataset.id) {
        again.value = before.text;
        again.selectionStart = again.selectionEnd = before.at;
      }
    }
    const opened = items.map((item) => item.id).join(" ");
    if (opened && opened !== shown) bringIntoSight();
    shown = opened;
    for (const [index, item] of items.entries()) root.querySelector(`[data-key="memo-${index}"]`).dataset.id = item.id;
  }

  // `state` is set last, so one drawing serves all traits that change together.
  model.on("change:state", draw);
  draw();
}
export default { render };
