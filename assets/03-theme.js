/* The look: dark or light at a desk, by the person's choice or else by the device; light on paper; the wall is always dark.
   `yiping.theme.now()` tells it, `yiping.theme.choose("dark"|"light")` sets it; a change is told by the event "yiping:theme". */
(function () {
  "use strict";
  var yiping = (window.yiping = window.yiping || {});
  var KEY = "yiping.theme", root = document.documentElement, light = matchMedia("(prefers-color-scheme: light)"), chosen = null, printing = false;
  try { chosen = localStorage.getItem(KEY); } catch { /* a browser that keeps nothing follows the device */ }

  function now() {
    if (printing) return "light";
    if (root.classList.contains("wall")) return "dark";
    return chosen === "dark" || chosen === "light" ? chosen : light.matches ? "light" : "dark";
  }
  function apply() {
    var to = now();
    if (root.dataset.theme === to) return;
    root.dataset.theme = to;
    document.dispatchEvent(new CustomEvent("yiping:theme", { detail: to }));
  }
  yiping.theme = {
    now: now,
    choose: function (to) {
      chosen = to;
      try { localStorage.setItem(KEY, to); } catch { /* it holds for this page */ }
      apply();
    },
  };
  light.addEventListener("change", apply);
  addEventListener("storage", function (event) { if (event.key === KEY) { chosen = event.newValue; apply(); } });
  addEventListener("beforeprint", function () { printing = true; apply(); });
  addEventListener("afterprint", function () { printing = false; apply(); });
  apply();
})();
