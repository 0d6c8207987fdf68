// What concerns the page as a whole: its language, a link past the head, a question before work is lost, the focus.
function render({ model, el }) {
  const skip = document.createElement("a");
  skip.className = "ml-skip";
  skip.href = "#";
  el.append(skip);

  function tell() {
    document.documentElement.lang = model.get("lang");
    skip.textContent = model.get("skip");
  }

  // Everything of the page stands in one landmark.
  const settle = () => {
    const app = document.querySelector(".ml-app");
    if (app) app.setAttribute("role", "main");
    else requestAnimationFrame(settle);
  };
  settle();

  function go(selector) {
    const goal = [...document.querySelectorAll(selector)].find((each) => each.offsetParent !== null);
    if (!goal) return false;
    if (!goal.matches("a[href],button,input,select,textarea,[tabindex]")) goal.tabIndex = -1;
    goal.focus();
    return true;
  }

  skip.addEventListener("click", (event) => {
    event.preventDefault();
    go(".ml-body [tabindex='0']") || go(".ml-findings h2") || go(".ml-chart") || go("textarea");
  });

  // What was just built is not on the page yet.
  function follow() {
    const [selector] = model.get("focus");
    let left = 40;
    const again = () => {
      const active = document.activeElement;
      // Whoever has moved on meanwhile is left alone.
      if (active && active !== document.body && active.offsetParent !== null) return;
      if (!go(selector) && left-- > 0) setTimeout(again, 50);
    };
    if (selector) again();
  }

  const ask = (event) => {
    if (model.get("ask")) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  for (const name of ["lang", "skip"]) model.on(`change:${name}`, tell);
  model.on("change:focus", follow);
  tell();
  return () => window.removeEventListener("beforeunload", ask);
}
export default { render };
