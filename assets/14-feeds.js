// The feeding of panels: a panel whose sources have stopped says which; with every source of one of its marts stopped it is stale, with some partial.
// A panel with a number that an open correction doubts says so too.
// The answer tells from which moment a source counts as stopped (null: it never delivered), so a panel turns though nothing comes any more.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const wall = () => document.documentElement.classList.contains("wall");

  function stopped(panel, now) {
    const { systems = {}, marts = {} } = Y.feeds || {};
    const gone = (code) => !systems[code].from || now > Date.parse(systems[code].from);
    const found = new Set();
    let whole = false;
    const reads = (panel && panel.reads) || [];
    for (const mart of reads.includes("source_system") ? [] : reads) {  // a panel about the sources tells of them itself
      const codes = marts[mart] || [], late = codes.filter(gone);
      late.forEach((code) => found.add(code));
      whole = whole || (codes.length > 0 && late.length === codes.length);
    }
    return { codes: [...found].sort(), whole, systems };
  }
  function words({ codes, systems }) {
    const word = codes.every((code) => !systems[code].from) ? "无报送" : "停更";
    return `${codes.length} 源${word}`;  // which ones, its title says
  }
  function flagged(frame, head) {
    const open = Object.entries(Y.flags || {}).filter(([code]) => frame.querySelector(`[data-indicator="${CSS.escape(code)}"]`));
    const count = open.reduce((sum, [, n]) => sum + n, 0), text = count ? `${count} 项待核` : "";
    let chip = head.querySelector("[data-flagged]");
    if (!text) { if (chip) chip.remove(); return; }
    if (!chip) {
      chip = Object.assign(document.createElement(wall() ? "span" : "a"), { className: "chip line flg", title: "此处有数值正在查纠，以更正后的为准" });
      if (!wall()) chip.href = "/sources/corrections";
      chip.dataset.flagged = "";
      head.insertBefore(chip, head.querySelector(".dt"));
    }
    if (chip.textContent !== text) chip.textContent = text;
  }
  // Gives "" where all sources deliver, "partial" or "stale" otherwise.
  Y.fed = (frame, panel, now) => {
    const found = stopped(panel, now), told = found.codes.join(" ");
    if ((frame.dataset.stopped || "") !== told) { if (told) frame.dataset.stopped = told; else delete frame.dataset.stopped; }
    const head = frame.querySelector(":scope>.ph");
    let chip = head && head.querySelector("[data-fed]");
    const aged = frame.dataset.due && now > Date.parse(frame.dataset.due);  // its own age is told already
    if (head && told && !aged) {
      if (!chip) {
        chip = Object.assign(document.createElement("span"), { className: "chip dash fed" });
        chip.dataset.fed = "";
        head.insertBefore(chip, head.querySelector(".dt"));
      }
      const text = words(found);
      if (chip.textContent !== text) { chip.textContent = text; chip.title = found.codes.map((c) => `${c} ${found.systems[c].name}：${found.systems[c].from ? "停更" : "从未报送"}`).join("\n"); }
      const said = head.querySelector(".q");  // a wall has no room for half a sentence: what the chip would cut is told in the title
      if (wall() && said && said.scrollWidth > said.clientWidth + 1) { said.title = said.textContent; said.style.visibility = "hidden"; }
    } else if (chip) chip.remove();
    if (head) flagged(frame, head);
    return found.whole ? "stale" : told ? "partial" : "";
  };
})();
