// The panel renderer: draws the answers of the server into the frames of the page.
// An answer is {page, now, panels: [{key, state, html, charts, asOf, due, …, hash}]}. What did not change is not touched.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const drawn = new Map();    // panel key -> hash on the screen
  const kept = new Map();     // panel key -> newest payload
  const charts = new Map();   // slot element -> {chart, text}
  let page = "", asked = null, wanted = null, tries = 0, queued = null, fonts = null;

  const frames = () => [...document.querySelectorAll("[data-panel]")];
  const unit = () => (document.documentElement.classList.contains("wall") ? innerHeight / 1080 : parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--u")) || 1);
  const clock = () => (Y.now ? Y.now() : Date.now());
  const LOCK = '<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path d="M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9"/></svg>';
  const esc = (t) => String(t ?? "").replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

  // ---- answers ----------------------------------------------------------------------------------------------------
  Y.draw = (text) => {
    if (!text) return null;
    const answer = typeof text === "string" ? JSON.parse(text) : text;
    if (Y.params && !Y.params.fit(answer)) return null;  // an answer to what is no longer asked; the present ask is under way
    asked = null;
    tries = 0;
    if (Y.sync) Y.sync(answer.now);
    Y.feeds = answer.feeds || Y.feeds;
    Y.flags = answer.flags || {};
    if (answer.page !== page) { page = answer.page; kept.clear(); drawn.clear(); }
    for (const p of answer.panels) kept.set(p.key, p.state === "error" && !p.html ? lastGood(p) : p);
    paint();
    flush();
    return answer.now;
  };

  // A failed panel keeps the picture that is on the screen, where the server has none to send along.
  const SHOWN = ["html", "charts", "asOf", "due", "rhythm", "nature", "subtitle", "batch"];
  function lastGood(p) {
    const old = kept.get(p.key);
    return old && old.html ? { ...p, ...Object.fromEntries(SHOWN.map((k) => [k, old[k]])) } : p;
  }

  const running = () => window.dash_clientside && window.dash_clientside.set_props && document.getElementById("_pages_content");
  function flush() {
    if (!queued || !running()) return;
    const q = queued;
    queued = null;
    Y.refresh(q === "all" ? null : [...q]);
  }

  // Tables changed: ask for the panels that read them; null asks for all. One ask is under way at a time.
  Y.refresh = (tables) => {
    if (!page) return;
    if (asked || !running()) {
      queued = tables === null || queued === "all" ? "all" : new Set([...(queued || []), ...tables]);
      return;
    }
    const keys = tables === null ? null : [...kept.values()].filter((p) => p.reads.some((r) => tables.includes(r)) || p.state === "error").map((p) => p.key);
    if (keys && !keys.length && !tables.some((t) => t === "source_daily" || t === "correction")) return;  // which sources stand still, and which numbers are doubted, concerns panels that did not change
    Y.ask(page, keys, true);
  };
  Y.ask = (name, keys, live = false) => {  // live: the data asked, not a person (the session may still run idle)
    if (!running()) return;
    asked = performance.now();
    wanted = keys;
    window.dash_clientside.set_props("panel-ask", { data: { page: name, keys, n: clock(), live, params: Y.params ? Y.params.now() : {} } });
  };
  // What a person chose: the panels that depend on it are asked at once, together with what was under way.
  Y.choose = (names) => {
    if (!running()) { queued = "all"; return; }
    const due = [...kept.values()].filter((p) => (p.needs || []).some((n) => names.includes(n))).map((p) => p.key);
    if (due.length || asked) Y.ask(page, !asked ? due : wanted === null ? null : [...new Set([...wanted, ...due])], false);
  };
  // An ask that died with its server is asked again, ever more rarely, and not while the link is lost.
  let renewed = performance.now();
  function again() {
    const due = [...kept.values()].filter((p) => p.renew);
    if (!asked && due.length && performance.now() - renewed > 60000 && document.body.dataset.link !== "lost") {
      renewed = performance.now();
      Y.ask(page, due.map((p) => p.key), true);  // what depends on the hour ages on a quiet wall too
    }
    if (!asked || document.body.dataset.link === "lost" || performance.now() - asked < 10000 * 2 ** Math.min(tries, 5)) return;
    tries += 1;
    Y.ask(page, wanted, true);
  }

  // Dash mounts its own frames beside the document's: what was drawn moves over, charts and all, in the same instant, and nothing flashes.
  function takeOver() {
    const early = document.getElementById("yiping-page"), root = document.querySelector("#react-entry-point [data-board]");
    if (!early || !root) return;
    for (const frame of root.querySelectorAll("[data-panel]")) {
      const old = early.querySelector(`[data-panel="${frame.dataset.panel}"]`);
      if (!old || root.dataset.board !== page) continue;
      const held = Y.hold && Y.hold(old);
      frame.append(...old.childNodes);
      if (held) held(frame);
      for (const k of ["asOf", "base", "state", "nature", "due"]) if (old.dataset[k] !== undefined) frame.dataset[k] = old.dataset[k];
    }
    early.remove();
    if (root.dataset.board === page) Y.tick();
  }
  function paint() {
    for (const frame of frames()) {
      const p = kept.get(frame.dataset.panel);
      if (p && (drawn.get(p.key) !== p.hash || !frame.firstElementChild)) panel(frame, p);
    }
    for (const [slot, held] of charts) if (!slot.isConnected) { held.chart.dispose(); charts.delete(slot); }
    Y.tick();
    ready();
    document.dispatchEvent(new CustomEvent("yiping:painted"));
  }

  function panel(frame, p) {
    drawn.set(p.key, p.hash);
    const bare = frame.dataset.bare !== undefined;
    const slots = new Map([...frame.querySelectorAll("[data-chart]")].map((s) => [s.dataset.chart, s]));
    const fresh = document.createElement("template");
    fresh.innerHTML = (bare ? "" : head(p)) + `<div class="pb">${body(p, bare)}</div>` + foot(p);
    for (const slot of fresh.content.querySelectorAll("[data-chart]")) {
      const old = slots.get(slot.dataset.chart);
      if (old) { old.className = slot.className; slot.replaceWith(old); }
    }
    const held = Y.hold && Y.hold(frame);
    frame.replaceChildren(fresh.content);
    frame.dataset.asOf = p.asOf || "";
    frame.dataset.base = p.state;
    frame.dataset.state = p.state;
    frame.dataset.nature = p.nature || "";
    frame.title = "";
    if (p.due) frame.dataset.due = p.due; else delete frame.dataset.due;
    for (const slot of frame.querySelectorAll("[data-chart]")) chart(slot, (p.charts || {})[slot.dataset.chart], p);
    if (held) held();
  }

  // ---- frame: title, subtitle, data time, state in words ------------------------------------------------------------
  function head(p) {
    const t = p.asOf ? when(p.asOf) : "";
    const sample = p.nature === "sample" ? '<span class="chip line">样本</span>' : "";
    const miss = p.missing && p.missing.length ? `<span class="chip dash">${p.of - p.missing.length}/${p.of} 市</span>` : "";
    const time = p.asOf
      ? `<span class="dt fresh">${ring(p)}<time>${t}</time></span><span class="dt late"><span class="chip dash">停更 <time data-age="${p.asOf}"></time></span></span>`
      : p.state === "nodata" ? '<span class="dt late none"><span class="chip dash">无数据</span></span>' : "";
    return `<header class="ph"><h2>${esc(p.title)}</h2><span class="q" data-question>${p.subtitle}</span>${sample}${miss}${p.state === "forbidden" ? "" : time}</header>`;
  }
  function body(p, bare) {
    if (bare && !p.html) return `<div class="said line"><b>${{ nodata: "无数据", forbidden: "无权查看" }[p.state] || "取数失败"}</b><span>${esc(p.why || p.note || p.code)}</span></div>`;
    if (p.state === "nodata") return `<div class="said"><b>无数据</b><span>${esc(p.note || "尚无报送")}</span><span>不计为 0，时间序列为未知</span></div>`;
    if (p.state === "forbidden") return `<div class="said">${LOCK}<b>无权查看</b><span>责任处室 ${esc(p.owner)}　本次访问已留痕</span></div>`;
    if (p.state === "error" && !p.html) return `<div class="said"><b>取数失败</b><span>${p.why ? esc(p.why) : `错误 ${esc(p.code)}，稍后自动重试`}</span></div>`;
    return p.html;
  }
  function foot(p) {
    if (p.state === "error" && p.html) return `<div class="pf">取数失败，显示 ${p.asOf ? when(p.asOf) : "此前"} 的值　${p.why ? esc(p.why) : `错误 ${esc(p.code)}`}</div>`;
    return "";
  }
  function ring(p) {
    return `<svg class="ring" viewBox="0 0 14 14" aria-hidden="true" data-ring data-from="${p.asOf}" data-to="${p.due || ""}"><circle cx="7" cy="7" r="5.2"/><circle class="left" cx="7" cy="7" r="5.2" transform="rotate(-90 7 7)"/></svg>`;
  }

  // ---- charts -------------------------------------------------------------------------------------------------------
  async function chart(slot, option, p) {
    if (!option) return;
    const text = JSON.stringify(option);
    const known = charts.get(slot);
    if (known && known.text === text && known.u === unit()) return;
    slot.dataset.pending = "1";
    fonts = fonts || Promise.race([Y.fonts(redraw), new Promise((r) => setTimeout(r, 1500))]);
    try {
      await Promise.all([fonts, engine(), ...(option.geo ? [Y.map(option.geo.map)] : [])]);
    } catch {  // a file did not come: the page is not held up, the chart is drawn when it has
      delete slot.dataset.pending;
      setTimeout(() => { if (slot.isConnected && kept.get(p.key) === p) chart(slot, option, p); }, 5000);
      return ready();
    }
    if (!slot.isConnected || kept.get(p.key) !== p) { delete slot.dataset.pending; return ready(); }
    const made = known || { chart: window.echarts.init(slot, null, { renderer: "canvas", devicePixelRatio: window.devicePixelRatio || 1 }) };
    made.text = text;
    made.u = unit();
    charts.set(slot, made);
    watch.observe(slot);
    made.chart.setOption(Y.resolve(option, { u: made.u, css: Y.css(slot) }), { notMerge: true });
    made.chart.getZr().flush();
    delete slot.dataset.pending;
    slot.dispatchEvent(new CustomEvent("yiping:chart", { bubbles: true, detail: { chart: made.chart } }));
    ready();
  }
  // The chart engine's own file is asked for again where it did not come with the page: its server may have died in between.
  let sought = null;
  function engine() {
    if (window.echarts || sought) return sought;
    const lost = document.querySelector('script[src*="vendor/echarts"]');
    const script = Object.assign(document.createElement("script"), { src: lost ? lost.src : "/assets/vendor/echarts.min.js" });
    sought = new Promise((done, failed) => { script.onload = done; script.onerror = () => { script.remove(); sought = null; failed(); }; });  // one ask for all charts
    document.body.append(script);
    return sought;
  }
  // Chinese glyphs may come after the first drawing: the canvases take the new shapes.
  function redraw() {
    for (const [slot, h] of charts) { h.chart.setOption(Y.resolve(JSON.parse(h.text), { u: h.u, css: Y.css(slot) }), { notMerge: true }); h.chart.getZr().flush(); }
  }
  const watch = new ResizeObserver((rows) => {
    for (const { target } of rows) {
      const held = charts.get(target);
      if (!held || !target.clientWidth) continue;
      if (held.w === target.clientWidth && held.h === target.clientHeight && held.u === unit()) continue;
      const first = held.w === undefined;
      held.w = target.clientWidth; held.h = target.clientHeight;
      if (first) continue;
      held.chart.resize();
      if (held.u !== unit()) { held.u = unit(); held.chart.setOption(Y.resolve(JSON.parse(held.text), { u: held.u, css: Y.css(target) }), { notMerge: true }); }
      target.dispatchEvent(new CustomEvent("yiping:chart", { bubbles: true, detail: { chart: held.chart } }));
    }
  });
  Y.charts = () => [...charts.values()].map((h) => h.chart);

  // ---- readiness ------------------------------------------------------------------------------------------------------
  Y.ready = () => ready();
  function ready() {
    const all = frames();
    if (!all.length || all.some((f) => (f.dataset.state || "loading") === "loading") || document.querySelector("[data-chart][data-pending]")) return;
    if (document.body.dataset.ready === "true") return;
    document.body.dataset.ready = "true";
    performance.mark("yiping:ready");
    document.dispatchEvent(new CustomEvent("yiping:ready"));
  }

  // ---- time on the screen: ages, remaining times, rings, stale panels ---------------------------------------------------
  const two = (n) => String(n).padStart(2, "0");
  const zone = (at) => new Date((typeof at === "number" ? at : Date.parse(at)) + (Y.offset ?? 480) * 60000); // the province's wall clock, read through UTC getters
  function when(iso) {
    const d = zone(iso), n = new Date(clock() + (Y.offset ?? 480) * 60000);
    const hm = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`, md = `${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
    if (d.getUTCFullYear() !== n.getUTCFullYear()) return `${d.getUTCFullYear()}-${md}`;
    return d.getUTCDate() === n.getUTCDate() && d.getUTCMonth() === n.getUTCMonth() ? hm : `${md} ${hm}`;
  }
  function span(ms) {
    const s = Math.max(0, Math.floor(ms / 1000)), d = Math.floor(s / 86400), h = Math.floor(s / 3600), m = Math.floor((s % 3600) / 60);
    if (d >= 100) return d >= 730 ? `${Math.floor(d / 365)}年` : `${d}天`;
    if (h >= 48) return `${d}天${h - d * 24}时`;
    if (h >= 1) return `${h}时${two(m)}分`;
    return `${m}′${two(s % 60)}″`;
  }
  function ago(ms) {
    const m = Math.floor(Math.max(0, ms) / 60000);
    if (m < 1) return "刚刚";
    return m < 60 ? `${m} 分前` : m < 2880 ? `${Math.floor(m / 60)} 时前` : `${Math.floor(m / 1440)} 天前`;
  }
  Y.span = span; Y.when = when; Y.zone = zone;
  const put = (e, t) => { if (e.textContent !== t) e.textContent = t; };
  Y.tick = () => {
    const now = clock();
    for (const e of document.querySelectorAll("[data-age]")) put(e, span(now - Date.parse(e.dataset.age)));
    for (const e of document.querySelectorAll("[data-ago]")) put(e, ago(now - Date.parse(e.dataset.ago)));
    for (const e of document.querySelectorAll("[data-left]")) {
      const left = Date.parse(e.dataset.left) - now, over = left < 0;
      put(e, span(Math.abs(left)));
      const row = e.closest("[data-clock-row]");
      if (row && row.classList.contains("over") !== over) {
        row.classList.toggle("over", over);
        const word = row.querySelector("[data-word]");
        if (word) put(word, over ? word.dataset.over : word.dataset.word);
      }
    }
    for (const f of document.querySelectorAll("[data-panel][data-base]")) {
      const base = f.dataset.base, late = f.dataset.due && now > Date.parse(f.dataset.due), fed = Y.fed ? Y.fed(f, kept.get(f.dataset.panel), now) : "";
      const state = base !== "ok" && base !== "partial" ? base : late || fed === "stale" ? "stale" : fed || base;
      if (f.dataset.state !== state) f.dataset.state = state;
    }
    for (const r of document.querySelectorAll("[data-ring]")) {
      const from = Date.parse(r.dataset.from), to = Date.parse(r.dataset.to), c = 2 * Math.PI * 5.2;
      const share = Number.isFinite(to) ? Math.min(1, Math.max(0, (to - now) / (to - from))) : 1;
      const dash = `${(c * share).toFixed(1)} ${c.toFixed(1)}`, left = r.lastElementChild;
      if (left.getAttribute("stroke-dasharray") !== dash) left.setAttribute("stroke-dasharray", dash);
    }
    document.dispatchEvent(new CustomEvent("yiping:tick", { detail: { now } }));
  };
  Y.panels = () => [...kept.values()];

  // ---- start --------------------------------------------------------------------------------------------------------------
  (window.dash_clientside = window.dash_clientside || {}).yiping = { draw: (text) => Y.draw(text) };
  const first = document.getElementById("yiping-first");
  document.addEventListener("yiping:theme", redraw);
  // Frames appear when Dash mounts a page: paint what is known, ask for what is not.
  new MutationObserver(() => {
    takeOver();
    if (!asked) flush();
    const root = document.querySelector("[data-board]");
    if (!root) return;
    const name = root.dataset.board;
    if (document.body.dataset.page !== name) { document.body.dataset.page = name; if (page && page !== name) delete document.body.dataset.ready; }
    if (frames().some((f) => !f.firstElementChild)) {
      if (page === name) paint();
      else if (!asked) { page = name; kept.clear(); drawn.clear(); Y.ask(name, null); }
    }
  }).observe(document.body, { childList: true, subtree: true });
  Y.offset = Number(document.body.dataset.offset || 480);
  const start = () => {
    if (first) Y.draw(first.textContent);
    setInterval(() => { Y.tick(); again(); }, 1000);
    if (!first) begin();
    else {
      if (document.body.dataset.ready === "true") afterPaint(); else document.addEventListener("yiping:ready", afterPaint, { once: true });
      setTimeout(begin, 2500);  // a hidden tab paints nothing, a failed drawing must not keep Dash away
    }
  };

  // Dash starts when the panels are on the screen, or at once where nothing is drawn ahead of it.
  function dash() {
    const kept = document.getElementById("yiping-dash");
    const list = kept ? [...kept.content.querySelectorAll("script[src]")] : [];
    const last = list.map((held) => { const s = document.createElement("script"); s.src = held.getAttribute("src"); s.async = false; document.body.append(s); return s; }).pop();
    if (last) last.addEventListener("load", () => { window.renderer = new window.DashRenderer(); });
  }
  let begun = false;
  const begin = () => { if (!begun) { begun = true; setTimeout(dash); } };
  const afterPaint = () => requestAnimationFrame(() => requestAnimationFrame(begin));
  // The other scripts of the page have their listeners by then.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
