// The inbox under a hand: choosing, keys, acts, bulk acknowledgement. What is chosen stays chosen while the list renews itself.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const el = (...a) => Y.el(...a);
  const here = () => document.body.dataset.page === "alerts";
  const list = () => document.querySelector("[data-panel=inbox] [data-scroll]");
  const rows = () => [...document.querySelectorAll("[data-panel=inbox] [data-row]")];
  const row = (id) => rows().find((r) => r.dataset.row === id) || null;
  const picked = new Set();
  let place = 0, from = null, waiting = null, above = 0, pending = "", later = null;

  const chosen = () => pending || Y.params.now().id || "";
  function mark() {
    const id = chosen(), all = rows(), at = all.findIndex((r) => r.dataset.row === id);
    if (at >= 0) place = at;
    for (const r of all) {
      r.setAttribute("aria-selected", String(r.dataset.row === id));
      r.setAttribute("aria-checked", String(picked.has(r.dataset.row)));
      r.classList.toggle("picked", picked.has(r.dataset.row));
    }
    if (list()) { if (at >= 0) list().setAttribute("aria-activedescendant", all[at].id); else list().removeAttribute("aria-activedescendant"); }
    for (const id of picked) if (!row(id)) picked.delete(id);
    bulk();
  }
  function choose(id, now) {
    if (!id) return;
    clearTimeout(waiting);
    pending = id;
    for (const r of rows()) r.setAttribute("aria-selected", String(r.dataset.row === id));
    row(id)?.scrollIntoView({ block: "nearest" });
    waiting = setTimeout(() => { pending = ""; Y.params.set({ id }); mark(); }, now ? 0 : 140);
  }
  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((r) => r.getAttribute("aria-selected") === "true");
    const to = at >= 0 ? at + by : by > 0 ? place : place - 1;  // the chosen one has left the list: its place is taken by the next
    choose(all[Math.max(0, Math.min(all.length - 1, to))].dataset.row);
  }
  function open(id) {
    if (id) choose(id, true);
    document.body.dataset.view = "detail";
    if (matchMedia("(max-width:760px)").matches) scrollTo(0, 0);
  }
  function pick(id, through) {
    const all = rows().map((r) => r.dataset.row), a = all.indexOf(from), b = all.indexOf(id);
    if (through && a >= 0 && b >= 0) for (const one of all.slice(Math.min(a, b), Math.max(a, b) + 1)) picked.add(one);
    else if (picked.has(id)) picked.delete(id); else picked.add(id);
    from = id;
    mark();
  }
  function bulk() {
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    const able = document.querySelector('[data-panel=alert] .act [data-act], [data-panel=alert] .act .btn') !== null;
    bar.hidden = !picked.size;
    if (!picked.size) { bar.replaceChildren(); return; }
    const yes = el("button", { className: "btn pri", disabled: !able }, `确认所选 ${picked.size} 件`), no = el("button", { className: "btn ghost r" }, "取消选择");
    yes.dataset.bulkAck = ""; no.dataset.bulkNone = "";
    bar.replaceChildren(el("span", {}, `已选 ${picked.size} 件`), yes, no);
  }

  // ---- acts ----
  const title = () => document.querySelector("[data-panel=alert] h2")?.textContent || "";
  const current = () => document.querySelector("[data-panel=alert] [data-open]")?.dataset.open || "";
  const can = (act) => document.querySelector(`[data-panel=alert] [data-act="${act}"]`) !== null;
  const at = (id, verb) => `/api/v1/alerts/${encodeURIComponent(id)}/${verb}`;
  const done = (answer) => { if (answer?.ok) { Y.say(answer.body.detail); Y.refresh(["alert", "alert_step", "silence"]); } };
  const LENGTHS = [["30", "30 分钟"], ["60", "1 小时"], ["240", "4 小时"], ["720", "12 小时"], ["1440", "1 天"], ["4320", "3 天"], ["10080", "7 天"]];
  const JUDGED = [["confirmed", "属实"], ["false", "误报"], ["duplicate", "重复"], ["exercise", "演练"]];
  const why = { name: "why", label: "理由", required: true };
  const ACTS = {
    async ack(id) { const answer = await Y.act(at(id, "ack"), {}); if (answer.ok) done(answer); else Y.say(answer.why, 10); },
    async false(id) { done(await Y.question({ title: "判为误报", about: title(), does: "误报并办结", fields: [why], send: (g) => Y.act(at(id, "dismiss"), { disposition: "false", why: g.why }) })); },
    async judge(id) { done(await Y.question({ title: "处置结论", about: title(), does: "定论并办结", fields: [{ name: "disposition", label: "结论", choices: JUDGED, value: "confirmed" }, why], send: (g) => Y.act(at(id, "dismiss"), g) })); },
    async silence(id) { done(await Y.question({ title: "静默", about: `${title()}　只停通知，告警照常显示和计数；到时仍在报会立即再通知`, does: "静默", fields: [{ name: "minutes", label: "时长", choices: LENGTHS, required: true }, why], send: (g) => Y.act(at(id, "silence"), { minutes: Number(g.minutes), why: g.why }) })); },
    async reopen(id) { done(await Y.question({ title: "重新打开", about: title(), does: "重新打开", fields: [why], send: (g) => Y.act(at(id, "reopen"), { why: g.why }) })); },
  };
  // A key acts on the row that is marked, never on the one whose detail still stands beside it: it waits for the detail.
  function byKey(act) {
    const id = chosen();
    if (!id || !row(id) || current() === id) { later = null; if (can(act)) ACTS[act](current()); } else later = { act, id, until: performance.now() + 5000 };
  }
  async function ackAll() {
    const answer = await Y.act("/api/v1/alerts/ack", { ids: [...picked] });
    if (!answer.ok) { Y.say(answer.why, 10); return; }
    picked.clear();
    mark();
    done(answer);
    for (const one of answer.body.refused.slice(0, 3)) Y.say(one.detail, 10);
  }

  // ---- clicks, fields ----
  document.addEventListener("click", (event) => {
    if (!here()) return;
    const on = (sel) => event.target.closest(sel);
    let hit;
    if ((hit = on("[data-set]"))) {
      const { set, to } = hit.dataset, same = set === "level" && Y.params.now().level === to;
      Y.params.set({ [set]: same || (set === "state" && to === "open") ? "" : to, id: "", n: "" });
    } else if ((hit = on("[data-pick]"))) pick(hit.closest("[data-row]").dataset.row, event.shiftKey);
    else if ((hit = on("[data-panel=inbox] [data-row]"))) { if (event.shiftKey) pick(hit.dataset.row, true); else open(hit.dataset.row); }
    else if ((hit = on("[data-more]"))) Y.params.set({ n: hit.dataset.more });
    else if (on("[data-clear]")) Y.params.set({ level: "", family: "", city: "", source: "", status: "", rule: "", q: "", id: "" });
    else if ((hit = on("[data-open-alert]"))) Y.params.set({ id: hit.dataset.openAlert });
    else if (on("[data-back]")) { delete document.body.dataset.view; row(chosen())?.scrollIntoView({ block: "nearest" }); }
    else if ((hit = on("[data-act]"))) ACTS[hit.dataset.act]?.(hit.dataset.for);
    else if (on("[data-bulk-ack]")) ackAll();
    else if (on("[data-bulk-none]")) { picked.clear(); mark(); }
    else if (on("[data-new]")) { Y.scroller(list()).scrollTop = 0; seen(); }
  });
  let typed = null;
  document.addEventListener("input", ({ target }) => {
    if (!here() || target.dataset.param !== "q") return;
    clearTimeout(typed);
    typed = setTimeout(() => Y.params.set({ q: target.value.trim(), id: "", n: "" }), 300);
  });
  document.addEventListener("change", ({ target }) => {
    if (!here() || !target.dataset.param || target.dataset.param === "q") return;
    Y.params.set({ [target.dataset.param]: target.type === "checkbox" ? (target.checked ? "1" : "") : target.value, id: "", n: "" });
  });
  function fields() {
    const now = Y.params.now();
    for (const f of document.querySelectorAll("[data-panel=inbox-filters] [data-param]")) {
      const value = now[f.dataset.param] || "";
      if (f.type === "checkbox") f.checked = !!value;
      else if (f !== document.activeElement || f.tagName === "SELECT") { if (f.value !== value) f.value = value; f.classList.toggle("set", !!f.value); }
    }
  }
  function seen() { above = 0; const b = document.querySelector("[data-new]"); if (b) b.hidden = true; }
  document.addEventListener("yiping:above", ({ detail }) => { above += detail.count; });
  document.addEventListener("scroll", ({ target }) => { if (above && list() && (target === document || target === list()) && Y.scroller(list()).scrollTop < 8) seen(); }, true);

  document.addEventListener("yiping:painted", () => {
    if (!here()) return;
    const first = rows()[0];
    if (!chosen() && first) Y.params.pin({ id: first.dataset.row });
    fields();
    mark();
    if (later && (later.id !== chosen() || performance.now() > later.until)) later = null;
    if (later && current() === later.id) byKey(later.act);
    const b = document.querySelector("[data-new]");
    if (b && above) { b.textContent = `有 ${above} 件新到`; b.hidden = false; }
  });

  // ---- keys ----
  Y.keys.add("alerts", [["J / K / ↓ / ↑", "上一件、下一件"], ["Enter", "打开"], ["空格", "选中；Shift 连选"], ["A", "确认（已选多件时全部确认）"], ["X", "误报，必填理由"], ["D", "处置结论"], ["S", "静默，必填时长与理由"], ["R", "重新打开"], ["/", "查找"], ["Esc", "关闭、取消选择、返回列表"]]);
  const LETTERS = {
    j: () => step(1), k: () => step(-1), a: () => (picked.size ? ackAll() : byKey("ack")), x: () => byKey("false"),
    d: () => byKey("judge"), s: () => byKey("silence"), r: () => byKey("reopen"),
    "/": () => document.querySelector("[data-param=q]")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const t = event.target, typing = t.matches("input:not([type=checkbox]),textarea,select"), onButton = t.matches("button,a,input,select");
    if (event.key === "Escape") {
      if (typing) t.blur(); else if (picked.size) { picked.clear(); mark(); } else delete document.body.dataset.view;
      return;
    }
    if (typing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let act = null;
    if (key === "ArrowDown") act = () => step(1);
    else if (key === "ArrowUp") act = () => step(-1);
    else if (key === "Enter" && !onButton) act = () => { open(chosen()); document.getElementById("alert-title")?.focus(); };
    else if (key === " " && !onButton) act = () => chosen() && pick(chosen(), event.shiftKey);
    else if (LETTERS[key] && Y.keys.letters()) act = LETTERS[key];
    if (act) { event.preventDefault(); act(); }
  });
})();
