// Whoever asks a number for its passport: a click, a long press, or the key I on it. What draws the passport is loaded with the first ask,
// or when the page has been quiet for a while.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const LONG = 400, NUMBER = "[data-indicator]", FILE = "/assets/passport";
  const offered = () => "passport" in document.body.dataset;
  let loading = null, pressed = null, swallow = 0;

  Y.lazy = (path) => new Promise((done, failed) => {
    const e = path.endsWith(".css") ? Object.assign(document.createElement("link"), { rel: "stylesheet", href: path }) : Object.assign(document.createElement("script"), { src: path });
    e.onload = done; e.onerror = () => { e.remove(); failed(new Error(path)); };
    document.head.append(e);
  });
  // A pair of files (style and script) that is loaded with its first use.
  const lazied = new Map();
  Y.lazied = (name) => {
    if (!lazied.has(name)) lazied.set(name, Promise.all([Y.lazy(`/assets/${name}.css`), Y.lazy(`/assets/${name}.js`)]).catch((e) => { lazied.delete(name); throw e; }));
    return lazied.get(name);
  };
  const loaded = () => (loading = loading || Promise.all([Y.lazy(`${FILE}.css`), Y.lazy(`${FILE}.js`)]).catch((e) => { loading = null; throw e; }));
  const ask = (number) => loaded().then(() => Y.passport(number)).catch(() => { document.dispatchEvent(new CustomEvent("yiping:unheard")); });
  const at = (event) => (event.target.closest ? event.target.closest(NUMBER) : null);
  // What leads somewhere by a click keeps its click: there a number is asked by the key or by a long press.
  const leads = (number) => number.closest("a,button,summary,label,[data-row],[role=option],.pp");

  document.addEventListener("click", (event) => {
    if (performance.now() < swallow) { event.preventDefault(); event.stopPropagation(); swallow = 0; return; }
    const number = offered() && !event.defaultPrevented && at(event);
    if (number && !leads(number) && !String(getSelection())) ask(number);
  }, true);
  document.addEventListener("pointerdown", (event) => {
    const number = offered() && at(event);
    clearTimeout(pressed);
    if (number && !number.closest(".pp") && event.pointerType !== "mouse") pressed = setTimeout(() => { swallow = performance.now() + 800; ask(number); }, LONG);
  });
  for (const end of ["pointerup", "pointercancel", "pointermove", "scroll"]) document.addEventListener(end, (event) => { if (end !== "pointermove" || Math.hypot(event.movementX, event.movementY) > 6) clearTimeout(pressed); }, true);
  document.addEventListener("contextmenu", (event) => { if (performance.now() < swallow) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (!offered() || event.key.toLowerCase() !== "i" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input,textarea,select") || document.querySelector("dialog[open],.pp")) return;
    const here = document.activeElement, frame = here && here.closest("[data-panel],[data-row]");
    const number = document.querySelector(`${NUMBER}:hover`) || (here && (here.closest(NUMBER) || here.querySelector(NUMBER))) || (frame && frame.querySelector(NUMBER));
    if (number && !number.closest(".pp")) { event.preventDefault(); ask(number); }
  });
  // A button of a panel that doubts the panel's first number, or the one that it names itself (data-doubt="<code>").
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-doubt]"), frame = button && button.closest("[data-panel]");
    const number = button && (button.dataset.doubt ? button : frame && frame.querySelector(NUMBER));
    if (number) loaded().then(() => Y.doubtOf(number)).catch(() => {});
  });
  // Numbers are reached by the keyboard: one in each panel by Tab, the others beside it by the arrows.
  document.addEventListener("yiping:painted", () => {
    if (!offered()) return;
    (window.requestIdleCallback || setTimeout)(() => {
      for (const frame of document.querySelectorAll("[data-panel]")) {
        const all = [...frame.querySelectorAll(NUMBER)].filter((n) => !leads(n));
        if (!all.length || all.some((n) => n.tabIndex === 0)) continue;
        for (const n of all) { n.tabIndex = -1; n.setAttribute("role", "button"); n.setAttribute("aria-haspopup", "dialog"); if (n.dataset.withheld && !n.textContent) n.setAttribute("aria-label", n.dataset.withheld); }
        all[0].tabIndex = 0;
      }
      loaded().catch(() => {});
    }, { timeout: 4000 });
  });
  document.addEventListener("keydown", (event) => {
    const here = event.target;
    if (!here.matches || !here.matches(`${NUMBER}[role=button]`)) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); ask(here); return; }
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const all = [...here.closest("[data-panel]").querySelectorAll(`${NUMBER}[role=button]`)], to = all[all.indexOf(here) + by];
    if (!to) return;
    event.preventDefault();
    here.tabIndex = -1; to.tabIndex = 0; to.focus();
  });
})();
