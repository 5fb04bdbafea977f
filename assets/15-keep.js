// What stays under a hand while a panel is drawn anew: the place in a scrolled list, and the focus.
// A list says data-scroll, its rows data-row; it scrolls by itself or with the page, below what says data-edge.
// New rows above the place are told by the event yiping:above.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const own = (list) => list.scrollHeight > list.clientHeight + 1 && getComputedStyle(list).overflowY !== "visible";
  const scroller = (list) => (own(list) ? list : document.scrollingElement);
  const edge = (list) => {
    if (own(list)) return list.getBoundingClientRect().top;
    const held = document.querySelector("[data-edge]");
    return held ? Math.max(0, held.getBoundingClientRect().bottom) : 0;
  };
  Y.scroller = scroller;

  Y.hold = (frame) => {
    const list = frame.querySelector("[data-scroll]"), at = document.activeElement;
    const top = list ? scroller(list).scrollTop : 0, place = list && top > 4 ? anchor(list) : null;
    const known = list ? new Set([...list.querySelectorAll("[data-row]")].map((r) => r.dataset.row)) : null;
    const focus = at && frame.contains(at) ? at.dataset.focus || null : null;
    return (into) => {
      const now = (into || frame).querySelector("[data-scroll]");
      if (now) settle(now, place, top, into ? null : known);
      if (focus) (into || frame).querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
    };
  };

  // The chosen row where it is in sight, else the first row in sight.
  function anchor(list) {
    const from = edge(list), to = own(list) ? list.getBoundingClientRect().bottom : innerHeight;
    const seen = [...list.querySelectorAll("[data-row]")].filter((r) => { const b = r.getBoundingClientRect(); return b.bottom > from && b.top < to; });
    const row = seen.find((r) => r.getAttribute("aria-selected") === "true") || seen[0];
    return row ? { id: row.dataset.row, y: row.getBoundingClientRect().top } : null;
  }
  function settle(list, place, top, known) {
    const row = place && list.querySelector(`[data-row="${CSS.escape(place.id)}"]`), moving = scroller(list);
    if (moving.scrollTop !== top) moving.scrollTop = top;
    if (row) moving.scrollTop += row.getBoundingClientRect().top - place.y;
    if (!known || !known.size || !place) return;
    const from = edge(list);
    const fresh = [...list.querySelectorAll("[data-row]")].filter((r) => !known.has(r.dataset.row) && r.getBoundingClientRect().bottom <= from + 1).length;
    if (fresh) list.dispatchEvent(new CustomEvent("yiping:above", { bubbles: true, detail: { count: fresh } }));
  }
})();
