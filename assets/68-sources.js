// The scorecards: a score opens what it is made of; the chosen one stays marked through every new drawing.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const here = () => document.body.dataset.page === "sources";
  function mark() {
    const shown = here() && document.querySelector("[data-panel=source-detail] [data-source-of]");
    if (!shown) return;
    const asked = Y.params ? Y.params.now() : {}, id = asked.id || shown.dataset.sourceOf, score = asked.score || shown.dataset.scoreOf;
    for (const row of document.querySelectorAll("[data-panel=source-cards] [data-row]")) row.setAttribute("aria-selected", String(row.dataset.row === id));
    for (const button of document.querySelectorAll("[data-open]")) button.setAttribute("aria-pressed", String(button.dataset.open === `${id} ${score}`));
  }
  for (const heard of ["yiping:painted", "yiping:chosen"]) document.addEventListener(heard, mark);
  document.addEventListener("click", ({ target }) => {
    const button = here() && target.closest("[data-open]");
    if (!button) return;
    const [id, score] = button.dataset.open.split(" ");
    Y.params.set({ id, score });
    document.getElementById("panel-source-detail")?.scrollIntoView({ block: "start" });
  });
})();
