// The choices of a page: buttons and lists that set its parameters (data-choose, data-value). The server draws what is chosen; a press shows at once.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-choose]");
    if (!button || !Y.params) return;
    for (const one of button.parentElement.querySelectorAll("[data-choose]")) {
      one.classList.toggle("on", one === button);
      one.setAttribute("aria-pressed", String(one === button));
    }
    Y.params.set({ [button.dataset.choose]: button.dataset.value });
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("select[data-choose]") && Y.params) Y.params.set({ [target.dataset.choose]: target.value });
  });
})();
