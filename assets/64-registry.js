// The registry under a hand: narrowing, finding, moving through rows by keys, going down and up.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const PAGES = ["indicators", "indicators-run", "indicator"];
  const here = () => PAGES.includes(document.body.dataset.page);
  const rows = () => [...document.querySelectorAll("[data-panel] [data-row]")].filter((r) => r.offsetParent);
  const PARTS = ["q", "field", "net", "office", "watch", "family", "source", "n", "stand"];
  let typed = null, chosen = "";

  const set = (more) => Y.params.set(more);
  document.addEventListener("click", (event) => {
    if (!here() || event.defaultPrevented) return;
    const on = (sel) => event.target.closest(sel);
    let hit;
    if ((hit = on("[data-set]"))) set({ ...(hit.dataset.with ? JSON.parse(hit.dataset.with) : {}), [hit.dataset.set]: hit.dataset.to, n: "", p: "" });
    else if ((hit = on("[data-more]"))) set({ n: hit.dataset.more });
    else if ((hit = on("[data-page-to]"))) set({ p: hit.dataset.pageTo });
    else if (on("[data-clear]")) { set(Object.fromEntries(PARTS.map((p) => [p, ""]))); fields(); }
    else if ((hit = on("[data-here-passport]"))) { const n = document.querySelector(".ihd [data-indicator]"); if (n && Y.lazy) n.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); }
  });
  document.addEventListener("input", ({ target }) => {
    if (!here() || target.dataset.param !== "q") return;
    clearTimeout(typed);
    typed = setTimeout(() => set({ q: target.value.trim(), n: "" }), 120);
  });
  document.addEventListener("change", ({ target }) => {
    if (!here() || !target.dataset.param || target.dataset.param === "q") return;
    if (target.type === "date") return dates(target);
    set({ [target.dataset.param]: target.value, p: "" });
  });
  // Both days or none: half a stretch of time asks for nothing.
  function dates(target) {
    const both = [...document.querySelectorAll("input[type=date][data-param]")].map((f) => f.value);
    const names = [...document.querySelectorAll("input[type=date][data-param]")].map((f) => f.dataset.param);
    if (both.every(Boolean) || both.every((v) => !v)) set({ ...Object.fromEntries(names.map((n, i) => [n, both[i]])), p: "" });
    else if (!target.value) set({ ...Object.fromEntries(names.map((n) => [n, ""])), p: "" });
  }
  function fields() {
    const now = Y.params.now();
    for (const f of document.querySelectorAll("[data-panel] [data-param]")) {
      const value = now[f.dataset.param] || "";
      if (f !== document.activeElement && f.dataset.param === "q" && f.value !== value) f.value = value;
    }
  }
  // The file of an export holds what is found now.
  function exports() {
    const { n: _, ...now } = Y.params.now(), text = new URLSearchParams(now).toString(), query = text ? `?${text}` : "";
    for (const a of document.querySelectorAll("[data-panel=registry-search] [data-export]")) a.setAttribute("href", `/api/v1/indicators/export.${a.dataset.export}${query}`);
  }
  function mark() { for (const r of rows()) { const on = r.dataset.row === chosen; if (on || r.hasAttribute("aria-selected")) r.setAttribute("aria-selected", String(on)); } }
  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((r) => r.dataset.row === chosen), to = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + by))];
    chosen = to.dataset.row;
    mark();
    to.scrollIntoView({ block: "nearest" });
    const number = to.querySelector("[data-indicator]");
    (to.querySelector("a") || number || to).focus({ preventScroll: true });
  }
  document.addEventListener("yiping:painted", () => { if (here()) { fields(); exports(); mark(); } });
  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open],.pp")) return;
    const t = event.target, typing = t.matches("input,textarea,select");
    if (event.key === "Escape" && typing) { t.blur(); return; }
    if (typing && event.key === "Enter" && t.dataset.param === "q") { event.preventDefault(); clearTimeout(typed); set({ q: t.value.trim(), n: "" }); t.blur(); chosen = ""; step(1); return; }
    if (typing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let act = null;
    if (key === "/" && Y.keys.letters()) act = () => document.querySelector("[data-param=q]")?.focus();
    else if ((key === "j" && Y.keys.letters()) || key === "ArrowDown") act = () => step(1);
    else if ((key === "k" && Y.keys.letters()) || key === "ArrowUp") act = () => step(-1);
    else if (key === "Enter" && !t.matches("button,a,[role=button]")) act = () => rows().find((r) => r.dataset.row === chosen)?.querySelector("a,button")?.click();
    else if (key === "Backspace" && Y.keys.letters()) act = () => document.querySelector("[data-up]")?.click();
    if (act) { event.preventDefault(); act(); }
  });
})();
