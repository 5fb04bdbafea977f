// The small life of a city's board: the list of cities, the sandboxed frame of the city's own system, and a new version that others published.
(() => {
  "use strict";
  const here = () => document.body.dataset.page === "city" || document.body.dataset.page === "city-edit";

  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("select[data-go]") && /^\/city\/\d{6}$/.test(target.value)) location.assign(target.value);
  });

  // The frame may run its own scripts and nothing else: no storage, no navigation of this page, no form, no window.
  function frames() {
    if (document.getElementById("yiping-page")) return;  // moved over to Dash's frames in a moment: a moved frame would load twice
    for (const slot of document.querySelectorAll("[data-city-frame]")) {
      if (slot.firstElementChild) continue;
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts");
      frame.referrerPolicy = "no-referrer";
      frame.loading = "lazy";
      frame.title = slot.dataset.frameTitle || "市自建系统";
      frame.src = slot.dataset.cityFrame;
      slot.append(frame);
    }
  }

  // Another version was published: its blocks are other frames, so the page is opened anew.
  let version = null;
  function renewed() {
    const mark = document.querySelector("[data-city-version]");
    if (!mark || document.body.dataset.page !== "city") return;
    if (version === null) version = mark.dataset.cityVersion;
    else if (version !== mark.dataset.cityVersion) location.reload();
  }
  // Where counties lie close together their labels would lie over each other: those that find no room stand in a list beside the map.
  function aside(over) {
    const side = over.parentElement.querySelector("[data-map-side]"), taken = [];
    if (!side) return;
    const labels = [...over.querySelectorAll(".mk.city")], key = over.parentElement.querySelector(".cbk");
    for (const l of labels) l.hidden = false;
    if (key) taken.push(key.getBoundingClientRect());
    const hit = (a, b) => a.left < b.right - 3 && a.right > b.left + 3 && a.top < b.bottom - 3 && a.bottom > b.top + 3;
    const rest = labels.filter((l) => { const b = l.getBoundingClientRect(); if (taken.some((t) => hit(b, t))) return true; taken.push(b); return false; });
    side.replaceChildren(...rest.flatMap((l) => [...l.children].map((c) => c.cloneNode(true))));
    for (const l of rest) l.hidden = true;
  }
  document.addEventListener("yiping:chart", ({ target }) => {
    const over = target.parentElement?.querySelector(".cbm [data-geo-overlay]");
    if (over && here()) requestAnimationFrame(() => aside(over));
  });
  document.addEventListener("yiping:tick", () => { if (here()) frames(); });
  document.addEventListener("yiping:painted", () => { if (here()) { frames(); renewed(); } });
})();
