// The lists of the themes: another place, kind or list begins at its first page.
(() => {
  "use strict";
  document.addEventListener("yiping:chosen", ({ detail }) => {
    const Y = window.yiping;
    if (Y && Y.params && Y.params.now().p && ["area", "kind", "show"].some((name) => name in detail)) Y.params.set({ p: "" });
  });
})();
