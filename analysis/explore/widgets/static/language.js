// Tells the browser, and so a screen reader, in which language the page speaks.
function render({ model }) {
  const tell = () => {
    document.documentElement.lang = model.get("lang");
  };
  model.on("change:lang", tell);
  tell();
}
export default { render };
