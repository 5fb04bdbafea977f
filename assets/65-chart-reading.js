// Charts without a pointer: each is reached by Tab, read point by point with the arrows, and turned into a table with T.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {}), el = Y.el, at = new WeakMap();
  const DIGITS = new Intl.NumberFormat("zh-CN", { maximumFractionDigits: 2 });
  const number = (v) => (Array.isArray(v) ? v[v.length - 1] : v !== null && typeof v === "object" ? number(v.value) : v);
  const word = (v) => (v === null || v === undefined || v === "" || Number.isNaN(Number(v)) ? "无数据" : DIGITS.format(Number(v)));
  const plain = (t) => String(t ?? "").replace(/\{\w+\|([^}]*)\}/g, "$1").replace(/\n/g, " ");

  // The numbers of a chart as rows: {head: [names], rows: [[label, value, …]]}; null where a table would say nothing.
  function table(chart) {
    const option = chart.getOption(), axes = [...(option.xAxis || []), ...(option.yAxis || [])], axis = axes.find((a) => a.type === "category" && a.data && a.data.length);
    const series = (option.series || []).filter((s) => ["line", "bar", "scatter", "heatmap", "pie"].includes(s.type) && s.data && s.data.length);
    const pie = series.find((s) => s.type === "pie");
    if (pie) return { head: ["项目", pie.name || "数值"], rows: pie.data.map((d) => [plain(d.name), number(d)]) };
    const along = series.filter((s) => s.type !== "heatmap" && axis && s.data.length === axis.data.length);
    if (!along.length) return null;
    const names = along.map((s, i) => plain(s.name) || (along.length > 1 ? `数列 ${i + 1}` : "数值"));
    return { head: ["", ...names], rows: axis.data.map((label, i) => [plain(label.value ?? label), ...along.map((s) => number(s.data[i]))]), series: along };
  }

  document.addEventListener("yiping:chart", ({ target, detail }) => {
    if (!document.documentElement.classList.contains("desk")) return;
    at.set(target, detail.chart);
    if (target.tabIndex === 0) return;
    const title = target.closest("[data-panel]")?.querySelector("h2")?.textContent || "";
    if (!table(detail.chart)) return;
    target.tabIndex = 0;
    target.setAttribute("role", "group");
    target.setAttribute("aria-label", `${title}图：左右方向键逐点读数，T 转表格`);
  });

  let said = null;
  function say(text) {
    if (!said) { said = el("div", { className: "vh" }); said.setAttribute("role", "status"); document.body.append(said); }
    said.textContent = text;
  }
  function read(slot, by) {
    const chart = at.get(slot), found = chart && table(chart);
    if (!found) return;
    const rows = found.rows, i = Math.max(0, Math.min(rows.length - 1, slot.dataset.at === undefined ? (by > 0 ? 0 : rows.length - 1) : Number(slot.dataset.at) + by));
    slot.dataset.at = i;
    const first = (chart.getOption().series || []).findIndex((s) => s.data && s.data.length === rows.length);
    chart.dispatchAction({ type: "showTip", seriesIndex: Math.max(0, first), dataIndex: i });
    say(`${rows[i][0]}：${found.head.slice(1).map((name, k) => `${name} ${word(rows[i][k + 1])}`).join("，")}`);
  }
  function turn(slot) {
    const old = slot.parentElement.querySelector(":scope > .ctab");
    if (old) { old.remove(); slot.focus(); return; }
    const found = table(at.get(slot));
    if (!found) return;
    const head = el("tr", {}, ...found.head.map((h, i) => el("th", { className: i ? "num" : "", scope: "col" }, h)));
    const body = found.rows.map((r) => el("tr", {}, el("th", { scope: "row" }, r[0]), ...r.slice(1).map((v) => el("td", { className: "num" }, word(v)))));
    const box = el("div", { className: "ctab", tabIndex: 0 }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)));
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "图表的数");
    slot.after(box);
    box.focus();
  }
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.(".ctab"), slot = box ? box.previousElementSibling : event.target.matches?.("[data-chart]") ? event.target : null;
    if (!slot || !at.has(slot) || event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = event.key.toLowerCase() === "t" && (!Y.keys || Y.keys.letters());
    if (letter || (box && event.key === "Escape")) { event.preventDefault(); event.stopPropagation(); turn(slot); return; }
    if (!box && (event.key === "ArrowRight" || event.key === "ArrowLeft")) { event.preventDefault(); read(slot, event.key === "ArrowRight" ? 1 : -1); }
    if (!box && event.key === "Escape") at.get(slot).dispatchAction({ type: "hideTip" });
  });
})();
