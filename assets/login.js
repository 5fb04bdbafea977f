/* The sign-in page's hand: marks readiness, keeps a form from being sent twice, and gives a wall's one-time token to the form. */
(function () {
  "use strict";
  if (!document.body.classList.contains("gate")) return;
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    var button = event.submitter || form.querySelector("button");
    if (button) button.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    document.querySelectorAll("form").forEach(function (form) { delete form.dataset.sent; });
    document.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  });
  var entry = document.querySelector("[data-entry] form");
  var token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (entry && token) { // the token stands behind #: no server or proxy ever wrote it into a log
    history.replaceState(null, "", location.pathname);
    entry.elements.token.value = token;
    entry.requestSubmit();
  }
  performance.mark("yiping:ready");
})();
