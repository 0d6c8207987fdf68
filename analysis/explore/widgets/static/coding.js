// A study: a form for the name, then one item at a time. Keys work while the focus is inside, and nowhere else.
// Everything from texts and codebooks goes into text nodes, never into HTML.
function render({ model, el }) {
  const own = `ml-code-${Math.random().toString(36).slice(2)}`;
  const root = element("section", "ml-code");
  // JupyterLab has keys of its own: x cuts the cell with all that it shows.
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  const body = element("div", "");
  const said = element("p", "ml-code-said");
  said.setAttribute("role", "status");
  const alarm = element("p", "ml-code-alarm");
  alarm.setAttribute("role", "alert");
  root.append(body, said, alarm);
  el.append(root);
  const patience = 6000; // milliseconds that an answer may take before the page says that none comes
  let shown = "", waiting = null, follow = false, since = 0, spent = 0;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function button(text, key, action) {
    const made = element("button", "ml-small", text);
    made.type = "button";
    made.dataset.key = key;
    made.addEventListener("click", action);
    return made;
  }

  // Only one message is on its way at a time: a key that is pressed meanwhile is meant for an item not yet on show.
  function send(content) {
    if (waiting) return;
    follow = true;
    const lost = () => {
      waiting = null;
      root.removeAttribute("aria-busy");
      alarm.textContent = model.get("words").lost;
    };
    waiting = setTimeout(lost, patience);
    root.setAttribute("aria-busy", "true");
    try {
      model.send(content);
    } catch {
      clearTimeout(waiting);
      lost();
    }
  }

  const find = (key) => body.querySelector(`[data-key="${key}"]`);
  const seconds = () => (spent + (document.hidden ? 0 : performance.now() - since)) / 1000;

  // A page in the background costs nobody's time.
  function turn() {
    if (document.hidden) spent += performance.now() - since;
    since = performance.now();
  }

  function give(label) {
    const page = model.get("page");
    if (!page.item) return;
    send({ kind: "label", item: page.item, label, unsure: find("unsure")?.checked || false,
      memo: find("memo").value.trim(), seconds: seconds() });
  }

  function onKey(event) {
    const page = model.get("page");
    const typing = event.target.matches("textarea, input[type=text]");
    if (typing) {
      const leaves = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
      if (event.target.dataset.key === "memo" && leaves && !event.isComposing) {
        event.preventDefault();
        find("item").focus();
      } else if (event.target.dataset.key === "name" && event.key === "Enter") {
        event.preventDefault();
        find("begin").click();
      }
      event.stopPropagation();
      return;
    }
    const graph = event.getModifierState("AltGraph");
    if (page.mode === "start" || event.isComposing || (!graph && (event.ctrlKey || event.altKey)) || event.metaKey) return;
    const key = event.key.toLowerCase();
    const label = model.get("book").labels.find((each) => each.key === key);
    const deciding = page.mode === "decide";
    let act = null;
    if (label && page.item) act = () => give(label.name);
    else if (key === "z" && !deciding) act = () => find("undo").click();
    else if (key === "u" && page.item && !deciding) act = () => find("unsure").click();
    else if (key === "m" && page.item) act = () => find("memo").focus();
    else if (deciding && page.item && key === "arrowleft") act = () => send({ kind: "step", by: -1 });
    else if (deciding && page.item && key === "arrowright") act = () => send({ kind: "step", by: 1 });
    if (act || event.key.length === 1) event.stopPropagation(); // other keys are not meant for the notebook either
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act(); // a key that is held down means one item
  }

  function startPage(words, page) {
    const form = element("div", "ml-code-form");
    const label = element("label", "", words.name);
    const name = element("input", "");
    name.type = "text";
    name.maxLength = 40;
    name.autocomplete = "off";
    name.spellcheck = false;
    name.dataset.key = "name";
    label.append(name);
    const row = element("div", "ml-code-row");
    row.append(
      button(words.begin, "begin", () => send({ kind: "code", name: name.value })),
      button(words.decide, "decide", () => send({ kind: "decide", name: name.value })));
    form.append(label, row);
    return [element("h2", "", words.code), element("p", "", page.about), form];
  }

  function hidden(text) {
    const made = element("span", "ml-code-hidden", text);
    made.lang = document.documentElement.lang || "de";
    return made;
  }

  function passage(words, page) {
    const quote = element("blockquote", "");
    quote.id = `${own}-text`;
    quote.lang = "de";
    let mark = null;
    for (const [text, inside, named] of page.pieces) {
      const piece = named ? element("strong", "", text) : document.createTextNode(text);
      if (inside && !mark) {
        mark = element("mark", "");
        mark.append(hidden(` ${words.marked} `));
        quote.append(mark);
      } else if (!inside && mark) {
        mark.append(hidden(` ${words.unmarked} `));
        mark = null;
      }
      (inside ? mark : quote).append(piece);
    }
    return quote;
  }

  function choices(words, page) {
    const group = element("div", "ml-code-labels");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.labels);
    for (const label of model.get("book").labels) {
      const made = button("", `label-${label.name}`, () => give(label.name));
      const key = element("kbd", "", label.key);
      key.setAttribute("aria-hidden", "true");
      made.append(key, element("span", "", label.title));
      made.setAttribute("aria-keyshortcuts", label.key);
      made.setAttribute("aria-pressed", String(page.label === label.name));
      group.append(made);
    }
    return group;
  }

  function remarks(words, page) {
    const row = element("div", "ml-code-remarks");
    if (page.mode === "code") {
      const label = element("label", "ml-code-unsure");
      const box = element("input", "");
      box.type = "checkbox";
      box.checked = page.unsure;
      box.dataset.key = "unsure";
      box.setAttribute("aria-keyshortcuts", "u");
      label.append(box, words.unsure);
      row.append(label);
    }
    const label = element("label", "ml-code-memo", words.memo);
    const memo = element("textarea", "");
    memo.rows = 2;
    memo.maxLength = 2000;
    memo.value = page.memo;
    memo.dataset.key = "memo";
    memo.setAttribute("aria-keyshortcuts", "m");
    label.append(memo);
    row.append(label);
    return row;
  }

  function opinions(words, page) {
    const box = element("div", "ml-code-opinions");
    box.append(element("h4", "", words.said));
    const list = element("ul", "");
    for (const each of page.said) {
      const row = element("li", "");
      row.append(element("strong", "", each.who), `: ${[each.label, each.unsure].filter(Boolean).join(", ")}`);
      if (each.memo) row.append(element("span", "ml-code-note", ` – ${each.memo}`));
      list.append(row);
    }
    box.append(list, element("p", "ml-code-verdict", page.verdict));
    return box;
  }

  function head(words, page) {
    const row = element("div", "ml-code-row");
    if (page.mode === "code") {
      const back = button(words.undo, "undo", () => send({ kind: "undo" }));
      back.disabled = !page.done;
      back.setAttribute("aria-keyshortcuts", "z");
      row.append(back);
    } else if (page.item) {
      row.append(
        button(words.previous, "previous", () => send({ kind: "step", by: -1 })),
        button(words.next, "next", () => send({ kind: "step", by: 1 })));
    }
    row.append(button(words.leave, "leave", () => send({ kind: "leave" })));
    const bar = element("progress", "");
    bar.max = page.total || 1;
    bar.value = page.done;
    bar.setAttribute("aria-label", page.facts);
    row.append(bar, element("span", "ml-code-facts", page.facts));
    return row;
  }

  function itemPage(words, page) {
    const main = element("div", "ml-code-main");
    const item = element("div", "ml-code-item");
    // The focus goes here with every item: a screen reader then reads its number, the question and the text.
    item.tabIndex = -1;
    item.dataset.key = "item";
    item.setAttribute("role", "group");
    const title = element("h3", "", page.title);
    title.id = `${own}-title`;
    item.append(title);
    item.setAttribute("aria-labelledby", title.id);
    main.append(head(words, page), item);
    if (page.item) {
      const question = element("p", "ml-code-question", page.question);
      question.id = `${own}-question`;
      item.setAttribute("aria-labelledby", `${title.id} ${question.id}`);
      item.setAttribute("aria-describedby", `${own}-text`);
      item.append(passage(words, page), question);
      if (page.said) main.append(opinions(words, page));
      main.append(choices(words, page), remarks(words, page));
    }
    const columns = element("div", "ml-code-columns");
    columns.append(main, guide(words, page));
    return [columns];
  }

  function guide(words, page) {
    const book = model.get("book");
    const box = element("div", "ml-code-book");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", words.book);
    box.append(element("h3", "", words.book));
    if (book.rules) box.append(element("p", "", book.rules));
    const list = element("dl", "");
    for (const label of book.labels) {
      const term = element("dt", "");
      term.append(element("kbd", "", label.key), label.title);
      list.append(term, element("dd", "", label.text));
    }
    box.append(list, element("p", "ml-code-keys", book[page.mode]));
    return box;
  }

  function draw() {
    clearTimeout(waiting);
    waiting = null;
    root.removeAttribute("aria-busy");
    const words = model.get("words"), page = model.get("page");
    const now = `${page.mode} ${page.item || ""}`;
    const same = now === shown;
    // What was written of an item stays when the page is drawn again, in another language or after an error.
    const kept = same && { memo: find("memo")?.value, unsure: find("unsure")?.checked, name: find("name")?.value };
    const active = body.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    body.replaceChildren(...(page.mode === "start" ? startPage(words, page) : itemPage(words, page)));
    if (kept) {
      for (const [key, field] of [["memo", "value"], ["unsure", "checked"], ["name", "value"]]) {
        if (kept[key] !== undefined && find(key)) find(key)[field] = kept[key];
      }
    } else {
      since = performance.now();
      spent = 0;
    }
    said.textContent = model.get("message");
    alarm.textContent = model.get("alert");
    shown = now;
    root.dataset.mode = page.mode;
    root.dataset.item = page.item || "";
    root.dataset.state = String(model.get("state"));
    // The focus moves only for whoever has just used this page.
    if (follow) (find(page.mode === "start" ? "name" : same && active ? active : "item") || find("item"))?.focus();
    else if (active) find(active)?.focus();
    follow = false;
  }

  root.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", turn);
  // `state` is set last, so one drawing serves all traits that change together.
  model.on("change:state", draw);
  draw();
  return () => {
    clearTimeout(waiting);
    document.removeEventListener("visibilitychange", turn);
    model.off("change:state", draw);
  };
}
export default { render };
