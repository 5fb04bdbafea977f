// The page of corrections: the chosen item, and the buttons of its review.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const here = () => document.body.dataset.page === "corrections";
  function mark() {
    if (!here()) return;
    const shown = document.querySelector("[data-panel=correction-detail] [data-correction]"), id = (Y.params && Y.params.now().id) || (shown && shown.dataset.correction);
    for (const row of document.querySelectorAll("[data-panel=correction-list] [data-row]")) row.setAttribute("aria-selected", String(row.dataset.row === id));
  }
  for (const heard of ["yiping:painted", "yiping:chosen"]) document.addEventListener(heard, mark);
  document.addEventListener("click", ({ target }) => {
    const row = here() && target.closest("[data-panel=correction-list] [data-row]");
    if (row && Y.params) Y.params.set({ id: row.dataset.row });
    const button = target.closest("[data-review]");
    if (button) Y.lazied("doubt").then(() => Y.review(JSON.parse(button.dataset.item), button.dataset.review));
  });
  document.addEventListener("keydown", (event) => {
    const rows = here() ? [...document.querySelectorAll("[data-panel=correction-list] [data-row]")] : [];
    if (!rows.length || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input,textarea,select") || document.querySelector("dialog[open],.pp")) return;
    const by = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = rows.findIndex((r) => r.getAttribute("aria-selected") === "true"), to = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    Y.params.set({ id: to.dataset.row });
    to.scrollIntoView({ block: "nearest" });
  });
})();
