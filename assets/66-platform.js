// The chosen node of the platform's map: one over all nets, kept through every new drawing.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  function mark() {
    const side = document.querySelector("[data-panel=platform-node] [data-node]");
    const id = (Y.params && Y.params.now().id) || (side && side.dataset.node);
    for (const node of document.querySelectorAll("[data-panel=platform-map] [data-source]")) {
      const on = node.dataset.source === id;
      node.setAttribute("aria-pressed", String(on));
      node.classList.toggle("on", on);
    }
  }
  for (const heard of ["yiping:painted", "yiping:chosen"]) document.addEventListener(heard, mark);
})();
