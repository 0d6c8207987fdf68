// Open evidence: one card a row, with what it says, its paragraph, buttons that judge it, a form that edits it, a memo.
// Everything from the text goes into text nodes, never into HTML.
function render({ model, el }) {
  const root = document.createElement("section");
  root.className = "ml-evidence";
  // Else JupyterLab would take the keys 1 to 3 for headings of the cell.
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  el.append(root);
  const id = Math.random().toString(36).slice(2);
  let shown = "";
  const open = new Set(); // rows whose form is open

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

  // All numbers are computed anew, which takes a moment. The row is named, and what was shown of it: meanwhile
  // another row may stand in its place, or an earlier click be at work.
  function judgeRow(item, index, content) {
    root.querySelector("[role=status]").textContent = model.get("words").busy;
    model.send({ kind: "judge", row: index, id: item.id, shown: item.verdict, ...content });
  }

  function judge(item, index) {
    const words = model.get("words");
    const group = element("span", "ml-judge");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `${words.judge} ${item.title}`);
    const verdicts = item.verdict === "wrong" ? ["wrong"] : item.fields.length ? ["right", "wrong"] : [];
    for (const verdict of verdicts) {
      const made = button(words[verdict], `ml-small ml-${verdict}`, `${verdict}-${index}`, () =>
        judgeRow(item, index, { verdict }));
      made.setAttribute("aria-pressed", String(item.verdict === verdict));
      made.setAttribute("aria-keyshortcuts", verdict === "right" ? "1" : "2");
      group.append(made);
    }
    if (item.fields.length) {
      const edit = button(words.edit, "ml-small", `edit-${index}`, () => {
        if (!open.delete(item.id)) open.add(item.id);
        draw();
        const first = root.querySelector(`[data-key="field-${index}-0"]`);
        first?.focus();
        first?.select?.();
      });
      edit.setAttribute("aria-expanded", String(open.has(item.id)));
      edit.setAttribute("aria-keyshortcuts", "3");
      group.append(edit);
    }
    if (item.verdict === "edit" || item.verdict === "wrong") {
      group.append(button(words.take_back, "ml-small", `back-${index}`, () =>
        judgeRow(item, index, { verdict: "back" })));
    }
    return group;
  }

  function field([column, label, value, choices, among], index, place) {
    const lists = model.get("lists");
    const box = element("label", "ml-field", label);
    const free = among === "names";
    const input = element(free ? "input" : "select", "");
    input.dataset.key = `field-${index}-${place}`;
    input.name = column;
    if (free) {
      input.type = "text";
      input.maxLength = 200;
      input.setAttribute("list", `ml-names-${id}`);
    } else {
      const offered = among ? lists[among] ?? [] : choices;
      const empty = value === "" || column === "speaker_country" ? [["", model.get("words").open_value]] : [];
      // Else the field would be empty, and change the value unasked.
      const own = value && !offered.some(([each]) => each === value) ? [[value, value]] : [];
      for (const [each, title] of [...empty, ...own, ...offered]) {
        const option = element("option", "", title);
        option.value = each;
        input.append(option);
      }
    }
    input.value = input.dataset.was = value;
    box.append(input);
    return box;
  }

  function form(item, index) {
    const words = model.get("words");
    const made = element("form", "ml-form");
    made.dataset.id = item.id;
    made.append(...item.fields.map((each, place) => field(each, index, place)));
    const why = element("label", "ml-field ml-wide", words.why);
    const reason = element("input", "");
    reason.type = "text";
    reason.maxLength = 1000;
    reason.dataset.was = "";
    reason.dataset.key = `why-${index}`;
    why.append(reason);
    const apply = element("button", "ml-small ml-apply", words.apply);
    apply.type = "submit";
    const close = () => {
      open.delete(item.id);
      draw();
      root.querySelector(`[data-key="edit-${index}"]`)?.focus();
    };
    const buttons = element("div", "ml-card-row ml-wide");
    buttons.append(apply, button(words.cancel, "ml-small", `cancel-${index}`, close));
    made.append(why, buttons);
    made.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = Object.fromEntries(item.fields.map(([column]) => [column, made.elements[column].value]));
      const changed = item.fields.some(([column, , value]) => values[column] !== value);
      const given = reason.value;
      close();
      if (changed) judgeRow(item, index, { verdict: "edit", values, why: given });
    });
    return made;
  }

  // Keys hold within a card, outside of its fields.
  function key(event) {
    const box = event.target.closest?.(".ml-card");
    if (!box || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const index = [...box.parentElement.children].indexOf(box);
    const meant = { 1: `right-${index}`, 2: `wrong-${index}`, 3: `edit-${index}` }[event.key];
    const next = { ArrowDown: box.nextElementSibling, ArrowUp: box.previousElementSibling }[event.key];
    const goal = meant ? box.querySelector(`[data-key="${meant}"]`) : next?.querySelector("button");
    if (!goal) return;
    event.preventDefault();
    goal.focus();
    if (meant) goal.click();
  }
  root.addEventListener("keydown", key);

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
    if (item.verdict === "wrong") box.classList.add("ml-rejected");
    if (item.note) box.append(element("p", "ml-note", item.note));
    const row = element("div", "ml-card-row");
    row.append(button(words.jump, "ml-small", `jump-${index}`, () => model.send({ kind: "jump", row: index, id: item.id })));
    if (item.judged) row.append(element("span", "ml-ask", words.judge), judge(item, index));
    box.append(row);
    if (item.fields.length && open.has(item.id)) box.append(form(item, index));
    if (item.problem) {
      const problem = element("p", "ml-problem", item.problem);
      problem.setAttribute("role", "alert");
      box.append(problem);
    }
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

  // What belongs to all cards: names to choose from, keys, and who corrects.
  function foot() {
    const words = model.get("words");
    const names = element("datalist", "");
    names.id = `ml-names-${id}`;
    for (const [name] of model.get("lists").names ?? []) {
      const option = element("option", "");
      option.value = name;
      names.append(option);
    }
    const label = element("label", "ml-field", words.coder);
    const input = element("input", "");
    input.type = "text";
    input.maxLength = 40;
    input.value = model.get("coder");
    input.dataset.key = "coder";
    input.addEventListener("change", () => model.send({ kind: "coder", text: input.value }));
    label.append(input);
    return [names, element("p", "ml-keys", words.keys), label];
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
    // What is being typed into forms outlives a drawing that something else caused. What nobody has touched follows
    // the row: it may have changed with another one, or speak another language now.
    const forms = new Map([...root.querySelectorAll("form")].map((form) =>
      [form.dataset.id, [...form.querySelectorAll("input, select")].map((input) =>
        input.value === input.dataset.was ? null : input.value)]));
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
    if (items.some((item) => item.judged)) root.append(...foot());
    if (model.get("more")) root.append(element("p", "", model.get("more")));
    root.dataset.evidence = String(model.get("total"));
    root.dataset.state = String(model.get("state"));
    for (const form of root.querySelectorAll("form")) {
      const values = forms.get(form.dataset.id);
      form.querySelectorAll("input, select").forEach((input, place) => {
        if ((values?.[place] ?? null) !== null) input.value = values[place];
      });
    }
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
