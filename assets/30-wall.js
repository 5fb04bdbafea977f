// The wall's own small life: clock, oldest data, lost link, map overlay, paged changes. Nothing scrolls, blinks or turns.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const two = (n) => String(n).padStart(2, "0");
  const put = (e, t) => { if (e && e.textContent !== t) e.textContent = t; };
  const DAYS = "日一二三四五六";

  document.addEventListener("yiping:tick", ({ detail: { now } }) => {
    const clock = document.querySelector("[data-clock]");
    if (clock) {
      const d = Y.zone(now);
      const hm = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`, s = `:${two(d.getUTCSeconds())}`;
      put(clock.firstChild, hm);
      put(clock.querySelector("small"), s);
      put(document.querySelector("[data-date]"), `${d.getUTCMonth() + 1} 月 ${d.getUTCDate()} 日 周${DAYS[d.getUTCDay()]}`);
    }
    demo();
    oldest();
    lost(now);
    page(now);
  });

  // Invented data are marked on every page: where panels say what they hold, by what they say.
  function demo() {
    const panels = Y.panels ? Y.panels() : [];
    if (!panels.length) return;
    const invented = panels.some((p) => p.nature === "demo");
    for (const mark of document.querySelectorAll("[data-demo-mark]")) mark.hidden = !invented;
  }

  // The oldest data of the whole wall and whose it is.
  function oldest() {
    const at = document.querySelector("[data-oldest]");
    if (!at || !Y.panels) return;
    const dated = Y.panels().filter((p) => p.asOf && p.key !== "duty").sort((a, b) => Date.parse(a.asOf) - Date.parse(b.asOf));
    if (dated[0]) { const text = `${Y.when(dated[0].asOf)} ${dated[0].title}`; put(at, text); }
  }

  // Link lost: the last frame stays, the head says since when.
  function lost(now) {
    const box = document.querySelector(".lost");
    if (!box) return;
    const since = document.body.dataset.link === "lost" ? Number(document.body.dataset.linkSince) || now : null;
    box.hidden = since === null;
    if (since === null) return;
    put(box.querySelector("[data-lost]"), Y.span(now - since));
    put(box.querySelector("[data-lost-why]"), document.body.dataset.linkReason || "");
  }

  // Changes are paged by width, the page turns every 20 seconds.
  function page(now) {
    const row = document.querySelector("[data-paged]");
    if (!row || !row.clientWidth) return;
    const items = [...row.querySelectorAll("[data-item]")], pager = row.querySelector("[data-pager]");
    const key = `${row.clientWidth}|${items.length}|${items[0] ? items[0].textContent : ""}`;
    if (row.dataset.key !== key) {
      row.dataset.key = key;
      items.forEach((i) => { i.hidden = false; });
      const gap = parseFloat(getComputedStyle(row).columnGap) || 0, room = row.clientWidth - row.firstElementChild.offsetWidth - gap * 2 - 90 * (innerHeight / 1080);
      let used = 0, number = 0;
      for (const i of items) {
        const w = i.offsetWidth + gap;
        if (used && used + w > room) { number += 1; used = 0; }
        used += w;
        i.dataset.page = number;
      }
      row.dataset.pages = items.length ? number + 1 : 0;
      row.dataset.began = now;
    }
    const pages = Number(row.dataset.pages);
    const here = pages ? Math.floor((now - Number(row.dataset.began)) / 20000) % pages : 0;
    for (const i of items) { const off = Number(i.dataset.page) !== here; if (i.hidden !== off) i.hidden = off; }
    if (pager) put(pager, pages > 1 ? `${here + 1} / ${pages} 页` : "");
  }
  document.addEventListener("yiping:painted", () => { const row = document.querySelector("[data-paged]"); if (row) row.dataset.key = ""; });

  // Labels, markers and call-outs lie over the map as HTML: readable by machines, sharp at any size.
  document.addEventListener("yiping:chart", ({ target, detail: { chart } }) => {
    const over = target.parentElement && target.parentElement.querySelector(`[data-geo-overlay="${target.dataset.chart}"]`);
    if (over) place(over, chart);
  });
  function place(over, chart) {
    const wide = over.clientWidth, high = over.clientHeight, taken = [];
    const put2 = (e, x, y) => { e.style.left = `${x.toFixed(1)}px`; e.style.top = `${y.toFixed(1)}px`; };
    const box = (e, x, y) => ({ l: x - e.offsetWidth / 2, r: x + e.offsetWidth / 2, t: y - e.offsetHeight / 2, b: y + e.offsetHeight / 2 });
    const cross = (a, b) => Math.max(0, Math.min(a.r, b.r) - Math.max(a.l, b.l)) * Math.max(0, Math.min(a.b, b.b) - Math.max(a.t, b.t));
    const cost = (b) => taken.reduce((s, t) => s + cross(b, t), 0), weight = (b) => taken.reduce((s, t) => s + cross(b, t) * (t.call ?? 4), 0);
    for (const side of over.parentElement.querySelectorAll(".mlv,.mleg,.spec")) taken.push({ l: side.offsetLeft, t: side.offsetTop, r: side.offsetLeft + side.offsetWidth, b: side.offsetTop + side.offsetHeight });
    const at = (e) => chart.convertToPixel("geo", [Number(e.dataset.lon), Number(e.dataset.lat)]);
    for (const e of over.querySelectorAll(".city,.place")) { const p = at(e); if (!p) return; e.hidden = false; put2(e, p[0], p[1]); const b = box(e, p[0], p[1]); e.hidden = e.classList.contains("place") && cost(b) > 0; b.call = e.classList.contains("city") ? 0.25 : 0.02; if (!e.hidden) taken.push(b); }
    const words = taken.slice(), pins = [...over.querySelectorAll(".pin")], spots = new Map();
    for (const e of pins) {         // a marker gives way to a label by a little, never far from its place
      const [x0, y0] = at(e), s = e.offsetWidth || 16, half = s / 2;
      let best = null;
      for (const r of [0, 0.5, 0.9, 1.3]) for (let k = 0; k < (r ? 8 : 1); k += 1) {
        const x = x0 + Math.cos(k * Math.PI / 4) * r * s, y = y0 + Math.sin(k * Math.PI / 4) * r * s;
        const b = { l: x - half, r: x + half, t: y - half, b: y + half }, c = cost(b) + r * s * 3;
        if (!best || c < best.c) best = { x, y, b, c };
      }
      put2(e, best.x, best.y);
      spots.set(e.dataset.alert, best);
      best.b.call = e.classList.contains("lv4") ? 0.3 : 1.5;
      taken.push(best.b);
    }
    // How much of the leader would lie over words.
    const crossed = (spot, x, y, boxes) => {
      let n = 0;
      for (let k = 2; k <= 9; k += 1) {
        const px = spot.x + (x - spot.x) * k / 10, py = spot.y + (y - spot.y) * k / 10;
        if (boxes.some((b) => px > b.l && px < b.r && py > b.t && py < b.b)) n += 1;
      }
      return n;
    };
    const lines = [], top = Math.max(high * 0.09, 44 * (innerHeight / 1080));
    for (const call of over.querySelectorAll(".call")) {        // call-outs take the free place nearest to their marker
      const spot = spots.get(call.dataset.for), w = call.offsetWidth, h = call.offsetHeight;
      let best = null;
      for (let y = top + h / 2; y < high - h / 2 - 8; y += h / 3) for (let x = w / 2 + 8; x < wide - w / 2 - 8; x += w / 8) {
        const b = { l: x - w / 2 - 4, r: x + w / 2 + 4, t: y - h / 2 - 4, b: y + h / 2 + 4 };
        const c = weight(b) + Math.hypot(x - spot.x, (y - spot.y) * 1.2) + crossed(spot, x, y, words) * 60;
        if (!best || c < best.c) best = { b, c, x, y };
      }
      if (!best) { call.hidden = true; continue; }
      call.hidden = false;
      call.style.left = `${best.x - w / 2}px`; call.style.top = `${best.y - h / 2}px`;
      const ey = Math.min(Math.max(spot.y, best.b.t + 4), best.b.b - 4), ex = Math.min(Math.max(spot.x, best.b.l + 4), best.b.r - 4);
      lines.push(`<path d="M${spot.x.toFixed(1)} ${spot.y.toFixed(1)}L${ex.toFixed(1)} ${ey.toFixed(1)}" stroke="var(--l${call.querySelector(".lv1") ? 1 : 2})"/>`);
      taken.push(best.b);
    }
    let sheet = over.querySelector("svg.lead");
    if (!sheet) { over.insertAdjacentHTML("afterbegin", '<svg class="lead" aria-hidden="true"></svg>'); sheet = over.querySelector("svg.lead"); }
    sheet.innerHTML = lines.join("");
    over.dataset.placed = "1";
  }
  // When only the overlay was redrawn (the chart stayed), place it again.
  document.addEventListener("yiping:painted", () => {
    for (const over of document.querySelectorAll("[data-geo-overlay]:not([data-placed])")) {
      const slot = over.parentElement.querySelector(`[data-chart="${over.dataset.geoOverlay}"]`);
      const chart = slot && window.echarts && window.echarts.getInstanceByDom(slot);
      if (chart && !slot.dataset.pending) place(over, chart);
    }
  });
})();
