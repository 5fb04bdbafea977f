// What stays under a hand while a panel is drawn anew: the place in a scrolled list, the focus, what is typed.
// A list says data-scroll, its rows data-row. New rows above the place are counted into [data-new] of the frame.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});

  Y.hold = (frame) => {
    const list = frame.querySelector("[data-scroll]"), at = document.activeElement;
    const place = list && list.scrollTop > 4 ? anchor(list) : null, top = list ? list.scrollTop : 0;
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
    const box = list.getBoundingClientRect(), rows = [...list.querySelectorAll("[data-row]")];
    const seen = rows.filter((r) => { const b = r.getBoundingClientRect(); return b.bottom > box.top && b.top < box.bottom; });
    const row = seen.find((r) => r.getAttribute("aria-selected") === "true") || seen[0];
    return row ? { id: row.dataset.row, y: row.getBoundingClientRect().top - box.top } : null;
  }
  function settle(list, place, top, known) {
    const row = place && list.querySelector(`[data-row="${CSS.escape(place.id)}"]`);
    list.scrollTop = row ? list.scrollTop + row.getBoundingClientRect().top - list.getBoundingClientRect().top - place.y : top;
    if (!known || !known.size || !place) return;
    const edge = list.getBoundingClientRect().top;
    const fresh = [...list.querySelectorAll("[data-row]")].filter((r) => !known.has(r.dataset.row) && r.getBoundingClientRect().bottom <= edge + 1).length;
    if (fresh) list.dispatchEvent(new CustomEvent("yiping:above", { bubbles: true, detail: { count: fresh } }));
  }
})();
