// A button whose click asks the kernel for a file and hands it to the browser as a download.
function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ml-button";
  const note = document.createElement("span");
  note.className = "ml-said";
  note.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 1;
  el.append(button, bar, note);

  function draw() {
    button.textContent = model.get("label");
    button.disabled = model.get("busy");
    note.textContent = model.get("message");
    bar.hidden = model.get("share") < 0;
    bar.value = Math.max(0, model.get("share"));
    bar.setAttribute("aria-label", model.get("label"));
  }
  button.addEventListener("click", () => model.send({ kind: "make" }));

  function take(message, buffers) {
    if (message.kind !== "file") return;
    const link = document.createElement("a");
    const address = URL.createObjectURL(new Blob([buffers[0]], { type: message.type }));
    link.href = address;
    link.download = message.name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }
  model.on("msg:custom", take);
  for (const name of ["label", "busy", "message", "share"]) model.on(`change:${name}`, draw);
  draw();
  return () => model.off("msg:custom", take);
}
export default { render };
