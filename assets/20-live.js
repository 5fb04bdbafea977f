// The live side of a page: hears which tables changed, knows the server's time, and says honestly when the link is lost.
// yiping.live.on(fn) → fn({kind: "changed", tables, seq} | {kind: "resync"} | {kind: "link", state, since, seconds}); yiping.live.state(); yiping.now()
"use strict";
(() => {
  const Y = (window.yiping = window.yiping || {});
  const LOST = 12000, WORKER = "/assets/live-worker.js", SPREAD = 1500;
  const listeners = new Set();
  const birth = performance.now();
  let server = null, heard = null, seq = null, state = "waiting", denied = false, port = null;
  let fed = null, fedAt = null;   // when, by our clock and by the server's, the server last had changes to tell: it may stand without hearing of any

  // Clocks on the page follow the server; only the monotonic clock counts between two of its messages.
  Y.now = () => (server === null ? Date.now() : server + performance.now() - heard);
  Y.live = {
    on(fn) { listeners.add(fn); return () => listeners.delete(fn); },
    state() { return { state, since: since(), seq, denied }; },
  };

  const since = () => (fed === null ? Y.now() - (performance.now() - birth) : fedAt);
  const emit = (event) => { for (const fn of listeners) fn(event); };
  const onWall = () => location.pathname.startsWith("/wall/");

  function take(message) {
    if (message.kind === "denied") { refuse(); return; }
    heard = performance.now() - message.ago;
    server = Date.parse(message.now);
    if (message.up !== false) { fed = heard; fedAt = server; }
    seq = message.seq;
    denied = false;
    judge();
    if (message.kind === "changed") {
      emit({ kind: "changed", tables: message.tables, seq });
      Y.refresh?.(message.tables);
    } else if (message.kind === "resync") {
      emit({ kind: "resync", seq });
      setTimeout(() => Y.refresh?.(null), Math.random() * SPREAD);   // two hundred walls do not ask in the same instant
    }
  }

  // The session has ended. A person signs in again; a wall never shows a login box, it says what is wrong.
  function refuse() {
    denied = true;
    if (!onWall()) { location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search)); return; }
    judge();
  }

  // live | lost, by the time since the last word. Called each second and at each message.
  function judge() {
    const silent = performance.now() - (fed ?? birth);
    const lost = denied || silent >= LOST;
    const next = lost ? "lost" : fed === null ? "waiting" : "live";
    const changed = next !== state;
    state = next;
    if (!changed && !lost) return;
    const body = document.body;
    if (lost) {
      body.dataset.link = "lost";
      body.dataset.linkSince = String(Math.round(since()));
      body.dataset.linkReason = denied ? "大屏登录已失效，请联系管理员重新授权" : "实时通道中断";
    } else {
      body.dataset.link = state;
      delete body.dataset.linkSince;
      delete body.dataset.linkReason;
    }
    const event = { kind: "link", state, since: since(), seconds: Math.floor(silent / 1000), reason: body.dataset.linkReason || "" };
    emit(event);
    document.dispatchEvent(new CustomEvent("yiping:link", { detail: event }));
  }

  // One socket for all tabs where the browser can share it, else one of our own.
  function start() {
    const page = document.body.dataset.page || "", place = document.body.dataset.seq || null;
    if (page === "login" || location.pathname === "/login") return;
    seq = place;
    if (typeof SharedWorker === "function") {
      try {
        const worker = new SharedWorker(WORKER, { name: "yiping-live-1" });
        worker.onerror = () => own(page, place);
        port = worker.port;
      } catch { port = null; }   // forbidden by the browser: the page's own socket does it
    }
    if (port) share(page, place); else own(page, place);
    setInterval(judge, 1000);
  }

  function share(page, place) {
    port.onmessage = (event) => take(event.data);
    const hello = () => port.postMessage({ kind: "hello", page, since: seq || place });
    hello();
    setInterval(() => port.postMessage({ kind: "alive" }), 15000);
    window.addEventListener("pagehide", () => port.postMessage({ kind: "bye" }));
    window.addEventListener("pageshow", (event) => { if (event.persisted) hello(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) port.postMessage({ kind: "alive" }); });
  }

  function own(page, place) {
    const script = document.createElement("script");
    script.src = WORKER;
    script.onload = () => {
      const link = new window.YipingLink(take);
      link.page = page;
      link.seq = link.floor = place;
      link.open();
    };
    document.head.append(script);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
