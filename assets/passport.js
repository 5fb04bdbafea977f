// The passport of a number: a popover at the number, with what the server tells of it, and 重算.
(() => {
  "use strict";
  const Y = window.yiping;
  let box = null, ring = null, number = null, asked = null, named = "", told = null;
  const make = (tag, name, text = "") => { const e = document.createElement(tag); e.className = name; e.textContent = text; return e; };
  const unit = () => (document.documentElement.classList.contains("wall") ? innerHeight / 1080 : 1);
  const seen = (e) => (e.dataset.value === "" || e.dataset.value === undefined ? null : Number(e.dataset.value));
  const PLACE = ["region", "span", "from", "to", "where", "cities"];
  const place = (e) => Object.fromEntries(PLACE.filter((k) => e.dataset[k]).map((k) => [k, e.dataset[k]]));
  const same = (a, b) => a.dataset.indicator === b.dataset.indicator && JSON.stringify(place(a)) === JSON.stringify(place(b));
  const address = (verb) => `/api/v1/indicators/${encodeURIComponent(told.indicator)}/${verb}`;
  const close24 = (a, b) => a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)));

  Y.passport = (e) => {
    shut(false);
    number = e; named = `${e.closest("[data-panel]")?.dataset.panel || ""}`;
    told = { indicator: e.dataset.indicator || e.dataset.doubt, place: place(e), value: seen(e), element: e };
    ring = make("div", "ppring");
    ring.setAttribute("aria-hidden", "true");
    box = make("section", "pp");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-modal", "true");
    box.setAttribute("aria-label", "数字护照");
    box.tabIndex = -1;
    box.append(make("p", "cap", "正在取护照"));
    document.body.append(ring, box);
    document.body.dataset.passportOpen = "";
    put();
    box.focus({ preventScroll: true });
    document.addEventListener("keydown", keys, true);
    document.addEventListener("pointerdown", outside, true);
    addEventListener("resize", put);
    document.addEventListener("yiping:painted", found);
    return fill();
  };

  async function fill() {
    const mine = (asked = {}), query = new URLSearchParams({ ...told.place, ...(told.value === null ? {} : { seen: told.value }), drawn: "true" });
    const answer = await get(`${address("passport")}?${query}`);
    if (asked !== mine || !box) return;
    if (!answer.ok) { box.replaceChildren(make("h2", "", "取不到护照"), make("p", "pps", answer.why), foot()); bind(); put(); return; }
    box.innerHTML = answer.body.html;
    box.setAttribute("aria-labelledby", "passport-title");
    box.dataset.passport = told.indicator;
    if (told.element.dataset.withheld) say(null, told.element.dataset.withheld, "数值见上，屏上不作比较");
    else if (!close24(answer.body.value, told.value)) say(false, `屏上为此前的数值，现为 ${answer.body.sum || shown(answer.body.value)}`, "页面会自行更新");
    bind();
    put();
    box.querySelector("h2")?.focus({ preventScroll: true });
  }
  const shown = (v) => (v === null ? "无数据" : String(v));
  function foot() {
    const f = make("footer", ""), b = make("button", "btn", "关闭");
    b.type = "button"; b.dataset.passportClose = ""; f.append(b);
    return f;
  }
  async function get(path, options = {}) {
    try {
      const answer = await fetch(path, { credentials: "same-origin", ...options });
      const body = await answer.json().catch(() => ({}));
      if (answer.status === 401) return { ok: false, why: "登录已失效，请重新登录。" };
      return answer.ok ? { ok: true, body } : { ok: false, why: body.detail || body.title || `没有取到（${answer.status}）` };
    } catch { return { ok: false, why: "没有连上服务器，请稍后重试。" }; }
  }

  const doubt = (e, title) => Y.lazied("doubt").then(() => Y.doubt({ indicator: e.dataset.indicator, place: place(e), value: seen(e) }, { name: title, panel: e.closest("[data-panel]")?.dataset.panel || "" }));
  Y.doubtOf = (e) => doubt(e, e.dataset.doubt || e.dataset.indicator);
  function bind() {
    box.querySelector("[data-passport-doubt]")?.addEventListener("click", () => { const e = told.element, title = box.querySelector("h2")?.textContent || told.indicator; shut(false); doubt(e, title); });
    box.querySelector("[data-passport-close]")?.addEventListener("click", () => shut());
    box.querySelector("[data-passport-again]")?.addEventListener("click", again);
  }
  async function again({ currentTarget }) {
    currentTarget.disabled = true;
    say(null, "正在重算", "");
    const body = JSON.stringify({ ...told.place, seen: told.value, told: true });
    const answer = await get(address("recompute"), { method: "POST", headers: { "Content-Type": "application/json" }, body });
    if (!box) return;
    currentTarget.disabled = false;
    if (!answer.ok) { say(false, "没有重算成", answer.why); return; }
    const alike = [...document.querySelectorAll(`[data-indicator="${CSS.escape(told.indicator)}"]`)].filter((e) => !e.closest(".pp") && same(e, told.element));
    const differ = alike.filter((e) => !close24(seen(e), told.value)).length;
    const beside = alike.length > 1 ? `　同屏 ${alike.length} 处${differ ? `，其中 ${differ} 处取值不同` : "取值相同"}` : "";
    box.dataset.agrees = String(answer.body.agrees);
    say(answer.body.agrees, `${answer.body.agrees ? "重算一致" : "重算不一致"}：${answer.body.sum}`, answer.body.detail + beside);
    put();
  }
  function say(good, text, more) {
    const at = box.querySelector("[data-passport-said]");
    if (!at) return;
    const mark = make("i", good === null ? "wait" : good ? "yes" : "no", good === null ? "" : good ? "✓" : "≠");
    mark.setAttribute("aria-hidden", "true");
    const words = make("div", ""), first = make("div", "num", text), second = make("div", "cap num", more);
    words.append(first, second);
    at.replaceChildren(mark, words);
  }

  // ---- place: below the number, else above, else where there is room; a narrow screen gives it its foot ----
  function put() {
    if (!box) return;
    const u = unit(), gap = 14 * u, at = number.isConnected ? number.getBoundingClientRect() : null, pad = 6 * u;
    if (!at || !at.width) { ring.hidden = true; } else {
      ring.hidden = false;
      Object.assign(ring.style, { left: `${at.left - pad}px`, top: `${at.top - pad}px`, width: `${at.width + 2 * pad}px`, height: `${at.height + 2 * pad}px` });
    }
    const wide = box.offsetWidth, high = box.offsetHeight, edge = 10 * u;
    if (innerWidth <= 760) { Object.assign(box.style, { left: "0px", top: "auto" }); return; }
    const x = at ? at.left - 40 * u : (innerWidth - wide) / 2;
    const below = at ? at.bottom + gap : (innerHeight - high) / 2, above = at ? at.top - gap - high : below;
    const top = below + high <= innerHeight - edge ? below : above >= edge ? above : Math.max(edge, Math.min(below, innerHeight - high - edge));
    let left = Math.max(edge, Math.min(x, innerWidth - wide - edge));
    if (at && top < at.bottom + pad && top + high > at.top - pad) {  // beside it, where neither below nor above is room
      const right = at.right + gap, before = at.left - gap - wide;
      left = right + wide <= innerWidth - edge ? right : before >= edge ? before : left;
    }
    Object.assign(box.style, { left: `${left}px`, top: `${top}px` });
  }
  // A panel that is drawn anew has new numbers: the ring goes to the one that is the same.
  function found() {
    if (!box) return;
    if (!number.isConnected) {
      const frame = document.querySelector(`[data-panel="${CSS.escape(named)}"]`) || document;
      const next = [...frame.querySelectorAll(`[data-indicator="${CSS.escape(told.indicator)}"]`)].find((e) => same(e, told.element));
      if (next) { number = next; told.element = next; }
    }
    put();
  }
  function keys(event) {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); shut(); return; }
    if (event.key !== "Tab") { if (box.contains(event.target)) event.stopPropagation(); return; }
    const all = [...box.querySelectorAll("a[href],button:not([disabled])")].filter((e) => e.offsetParent);
    if (!all.length) { event.preventDefault(); return; }
    const here = all.indexOf(document.activeElement), to = event.shiftKey ? (here <= 0 ? all.length - 1 : here - 1) : here === all.length - 1 ? 0 : here + 1;
    event.preventDefault();
    all[to].focus();
  }
  function outside(event) { if (box && !box.contains(event.target)) { event.preventDefault(); event.stopPropagation(); shut(); swallow(); } }
  function swallow() {
    const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
    document.addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => document.removeEventListener("click", stop, true), 350);
  }
  function shut(back = true) {
    if (!box) return;
    asked = null;
    box.remove(); ring.remove();
    box = ring = null;
    delete document.body.dataset.passportOpen;
    document.removeEventListener("keydown", keys, true);
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", put);
    document.removeEventListener("yiping:painted", found);
    if (back && number.isConnected) { if (!number.hasAttribute("tabindex")) number.tabIndex = -1; number.focus({ preventScroll: true }); }
  }
})();
