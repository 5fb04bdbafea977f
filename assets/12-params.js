// The parameters of a page: what a person chose, in the address for a link, and with every ask.
// Y.params.now() → {name: value}; Y.params.set({name: value|""}) asks what depends on it; Y.params.pin(…) only notes it.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  let held = null, page = "", pinned = "";
  const text = (o) => JSON.stringify(Object.entries(o || {}).sort());

  function write(changes) {
    const before = text(held);
    held = { ...(held || {}) };
    for (const [k, v] of Object.entries(changes)) if (v) held[k] = String(v).slice(0, 200); else delete held[k];
    return before !== text(held);
  }
  function link(changes) {
    const at = new URL(location.href);
    for (const [k, v] of Object.entries(changes)) if (v) at.searchParams.set(k, String(v).slice(0, 200)); else at.searchParams.delete(k);
    history.replaceState(history.state, "", at);
  }
  Y.params = {
    now: () => ({ ...(held || {}) }),
    fit(answer) {
      if (held === null || answer.page !== page) { page = answer.page; held = { ...(answer.params || {}) }; return true; }
      const given = { ...(answer.params || {}) };
      if (!given.id && held.id && held.id === pinned) given.id = pinned;
      return text(held) === text(given);
    },
    pin({ id }) { pinned = id; write({ id }); },  // shown as the first of the list: it stays though another comes before it
    set(changes) {
      if (!write(changes)) return;
      link(changes);
      Y.choose(Object.keys(changes));
      document.dispatchEvent(new CustomEvent("yiping:chosen", { detail: changes }));
    },
  };
})();
