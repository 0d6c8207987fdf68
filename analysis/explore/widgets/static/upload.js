// Takes one file. The browser's own button speaks the browser's language, so it is hidden behind a label that does not.
// Its size is looked at here, before a single byte travels to the kernel.
function render({ model, el }) {
  const label = document.createElement("label");
  label.className = "ml-upload";
  const text = document.createElement("span");
  const input = document.createElement("input");
  input.type = "file";
  text.className = "ml-button";
  label.append(input, text);
  el.append(label);

  function draw() {
    text.textContent = model.get("label");
    input.accept = model.get("accept");
  }
  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > model.get("limit")) model.send({ kind: "large", name: file.name, size: file.size });
    else model.send({ kind: "file", name: file.name }, undefined, [await file.arrayBuffer()]);
    input.value = "";
  });
  for (const name of ["label", "accept"]) model.on(`change:${name}`, draw);
  draw();
}
export default { render };
