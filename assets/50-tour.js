// The guided tour of demo mode: walks a visitor along one matter, from the signal to the closed result, while its story runs.
// It lies beside the page and stops nothing: the panels stay live, Esc leaves at any step, and what was left does not come back by itself.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const ADDRESS = "/api/v1/demo/tour", LEFT = "yiping.tour", DWELL = 9000, HASH = "#tour";
  const BEGUN = ["", "open", "acknowledged", "dispatched"];
  // Each stop: the panel that it stands at, what it waits for and what it says when that has come. The n-th waits for the n-th stage.
  const STOPS = [
    { word: "信号", panel: "alerts", title: "信号：一条告警上墙", text: "冷链测点越限，系统按规则生成告警，随即出现在告警列、地图和变化条。先看级别，再看时钟。", wait: "正在等待告警上墙", seen: "告警已上墙" },
    { word: "研判", panel: "alerts", title: "研判：值班员认领", text: "值班员对照现场画面和测点曲线，排除除霜等误报，调级并确认。谁在办、何时确认，都有留痕。", wait: "正在等待值班员确认", seen: "值班员已确认" },
    { word: "派单", panel: "dispatch", title: "派单：落到单位和时限", text: "确认属实即派单到属地局。每张单有六步，下一步剩多少时间写在右侧，超时整格反白。", wait: "正在等待派单", seen: "已派单至属地局" },
    { word: "处置", panel: "dispatch", title: "处置：签收、到场、反馈", text: "执法人员签收、到场、反馈、核查，每一步实时回到大屏；左侧远程监控同时看得见现场读数。", wait: "正在等待人员到场", seen: "人员已到场" },
    { word: "办结", panel: "changes", title: "办结：结果留痕", text: "核查合格后办结：告警从待处置中退出，变化条写明结果，三个“第一时间”随之更新。", wait: "正在等待办结", seen: "已办结" },
    { word: "继续", panel: "map", title: "你可以继续看", text: "导览到此结束。全省态势、城市排名和舆情都是同一套数据；数字的来源、时间和缺口都写在面板上。", wait: "", seen: "" },
  ];
  const LAST = STOPS.length - 1;
  let card = null, ring = null, here = 0, reached = 0, marks = null, readable = null, opener = null, timer = null, trouble = "";

  const kept = { get: () => { try { return localStorage.getItem(LEFT); } catch { return "left"; } }, set: (v) => { try { localStorage.setItem(LEFT, v); } catch { /* a browser that keeps nothing asks anew */ } } };
  const put = (e, t) => { if (e && e.textContent !== t) e.textContent = t; };
  const make = (tag, name, text) => { const e = document.createElement(tag); if (name) e.className = name; if (text) e.textContent = text; return e; };
  const ROWS = { alerts: "alert", dispatch: "order" };   // panels that list the matter, and by which mark (the map marks alerts too)
  const row = (panel) => (marks && ROWS[panel] ? document.querySelector(`[data-panel="${panel}"] [data-${ROWS[panel]}="${CSS.escape(marks[ROWS[panel]])}"]`) : null);
  const offered = () => document.body.dataset.tour || "";

  // ---- the stage of the matter, as the page shows it: 1 on the wall, 2 taken, 3 sent, 4 people are there, 5 closed ------------
  function stage() {
    if (!marks) return 0;
    const alert = row("alerts"), order = row("dispatch");
    let found = alert ? BEGUN.indexOf(alert.dataset.stage) : 0;
    if (order) found = Number(order.dataset.step) >= 3 ? 4 : 3;
    if (!alert && !order && reached >= 4) found = 5;
    reached = Math.max(reached, found);
    return reached;
  }
  const seen = (stop) => stop === LAST || stage() > stop;

  // ---- drawing ------------------------------------------------------------------------------------------------------
  function open() {
    card = make("section", "tour");
    card.setAttribute("role", "dialog");
    card.setAttribute("aria-labelledby", "tour-title");
    card.setAttribute("aria-describedby", "tour-text");
    const way = make("ol", "tour-way");
    STOPS.forEach((stop) => way.append(make("li", "", stop.word)));
    const title = make("h2", "tour-title"), text = make("p", "tour-text"), said = make("p", "tour-said");
    title.id = "tour-title"; text.id = "tour-text";
    title.tabIndex = -1;
    said.setAttribute("role", "status");
    const foot = make("div", "tour-foot");
    foot.append(button("退出", "leave", leave), make("span", "tour-gap"), button("上一步", "back", () => go(here - 1)), button("下一步", "next", () => (here === LAST ? leave() : go(here + 1))));
    card.append(way, title, text, said, foot);
    ring = make("div", "tour-ring");
    ring.setAttribute("aria-hidden", "true");
    document.body.append(ring, card);
    document.addEventListener("keydown", keys, true);
    timer = setInterval(step, 500);
    go(0);
  }
  function button(text, name, act) {
    const e = make("button", `tour-${name}`, text);
    e.type = "button";
    e.addEventListener("click", act);
    return e;
  }
  function go(to) {
    if (!card) return;
    here = Math.min(LAST, Math.max(0, to));
    readable = null;
    const stop = STOPS[here];
    [...card.querySelectorAll(".tour-way li")].forEach((e, i) => {
      e.className = i < here ? "past" : i === here ? "now" : "";
      if (i === here) e.setAttribute("aria-current", "step"); else e.removeAttribute("aria-current");
    });
    put(card.querySelector(".tour-title"), stop.title);
    put(card.querySelector(".tour-text"), stop.text);
    put(card.querySelector(".tour-next"), here === LAST ? "完成" : "下一步");
    card.querySelector(".tour-back").disabled = here === 0;
    card.dataset.stop = String(here + 1);
    const inside = card.contains(document.activeElement) && !document.activeElement.disabled;
    if (!inside) card.querySelector(".tour-next").focus({ preventScroll: true });
    step();
    place();
  }
  // Twice a second: say what was seen, and go on when the matter has gone on and there was time to read.
  function step() {
    if (!card) return;
    const stop = STOPS[here], done = seen(here);
    put(card.querySelector(".tour-said"), trouble || (here === LAST ? "" : done ? stop.seen : `${stop.wait}…`));
    card.dataset.seen = String(done);
    if (done && readable === null) readable = performance.now();
    if (done && here < LAST && performance.now() - readable > DWELL) go(here + 1);
    else place();
  }

  // The ring lies around the row in question, or its panel; the card takes the free side next to the panel.
  function place() {
    if (!card) return;
    const stop = STOPS[here], panel = document.querySelector(`[data-panel="${stop.panel}"]`);
    const told = row(stop.panel), target = told && told.offsetHeight ? told : panel;
    const gap = Math.max(10, innerHeight / 108), w = card.offsetWidth, h = card.offsetHeight;
    ring.hidden = !target;
    let at = { x: innerWidth - w - gap, y: innerHeight - h - gap };
    if (target) {
      const t = target.getBoundingClientRect(), p = (panel || target).getBoundingClientRect(), off = Math.max(2, innerHeight / 540);
      const wide = target === panel ? off : 4 * off;   // a row has no margin of its own at its sides
      ring.style.left = `${t.left - wide}px`; ring.style.top = `${t.top - off}px`;
      ring.style.width = `${t.width + 2 * wide}px`; ring.style.height = `${t.height + 2 * off}px`;
      const level = Math.min(Math.max(t.top, gap), innerHeight - h - gap), flush = Math.min(Math.max(p.left, gap), innerWidth - w - gap);
      const free = [
        { x: p.left - w - gap, y: level }, { x: p.right + gap, y: level }, { x: flush, y: p.top - h - gap }, { x: flush, y: p.bottom + gap },
      ].find((c) => c.x >= gap && c.y >= gap && c.x + w <= innerWidth - gap && c.y + h <= innerHeight - gap);
      at = free || at;
    }
    card.style.left = `${at.x}px`; card.style.top = `${at.y}px`;
  }

  // ---- keys: Tab stays in the card while it has the focus, Esc leaves from anywhere -------------------------------------
  function keys(event) {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); leave(); return; }
    if (event.key !== "Tab" || !card.contains(document.activeElement)) return;
    const stops = [...card.querySelectorAll("button:not(:disabled)")], at = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length].focus();
  }
  function leave() {
    kept.set("left");
    if (!card) return;
    clearInterval(timer);
    document.removeEventListener("keydown", keys, true);
    card.remove(); ring.remove();
    card = ring = marks = null;
    label();
    const back = opener && opener.isConnected ? opener : [...document.querySelectorAll("[data-tour-button]")].find((e) => e.offsetHeight);
    if (back) back.focus({ preventScroll: true });
  }

  // ---- beginning ------------------------------------------------------------------------------------------------------
  async function begin(from) {
    if (card || !offered()) return;
    if (offered() !== "here") { location.assign(offered() + HASH); return; }
    opener = from || null;
    reached = 0; trouble = ""; marks = null;
    open();
    try {
      const answer = await fetch(ADDRESS, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
      const told = await answer.json();
      if (answer.ok) marks = told; else trouble = told.title || "导览剧本未能开始，可先浏览各步说明";
    } catch { trouble = "导览剧本未能开始，可先浏览各步说明"; }
    step();
  }

  // The quiet button: in the wall's head where there is one, else in the corner. It says more to a visitor who has not seen the tour.
  function label() {
    const all = [...document.querySelectorAll("[data-tour-button]")];
    let b = all.find((e) => e.offsetHeight);
    if (!b && document.body.dataset.ready === "true") {
      b = make("button", "tourbtn corner");
      b.type = "button";
      b.dataset.tourButton = "";
      b.setAttribute("aria-haspopup", "dialog");
      document.body.append(b);
    }
    if (b) { put(b, kept.get() ? "导览" : "两分钟导览"); b.setAttribute("aria-label", "导览：跟着一条线索从信号看到办结"); }
  }
  function start() {
    if (!offered()) return;
    label();
    document.addEventListener("yiping:ready", label);
    document.addEventListener("yiping:painted", () => { label(); step(); });
    document.addEventListener("click", (event) => { const b = event.target.closest && event.target.closest("[data-tour-button]"); if (b) begin(b); });
    window.addEventListener("resize", () => { label(); place(); });
    if (location.hash === HASH) {
      history.replaceState(null, "", location.pathname + location.search);
      if (document.body.dataset.ready === "true") begin(null); else document.addEventListener("yiping:ready", () => begin(null), { once: true });
    }
  }
  Y.tour = { begin, leave, state: () => (card ? { stop: here + 1, stage: stage() } : null) };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
