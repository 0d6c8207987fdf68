// Takes files. The browser's own button speaks the browser's language, so it is hidden behind a label that does not.
// Their size is looked at here, before a single byte travels to the kernel.
function render({ model, el }) {
  const label = document.createElement("label");
  label.className = "ml-upload";
  const text = document.createElement("span");
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  text.className = "ml-button";
  label.append(input, text);
  el.append(label);

  function draw() {
    text.textContent = model.get("label");
    input.accept = model.get("accept");
  }
  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, model.get("most"));
    if (!chosen.length) return;
    // One message a file: a server takes no message of any size.
    for (const [place, file] of chosen.entries()) {
      const told = { name: file.name, place, of: chosen.length };
      if (file.size > model.get("limit")) model.send({ kind: "large", size: file.size, ...told });
      else model.send({ kind: "file", ...told }, undefined, [await file.arrayBuffer()]);
    }
    input.value = "";
  });
  for (const name of ["label", "accept"]) model.on(`change:${name}`, draw);
  draw();
}
export default { render };
