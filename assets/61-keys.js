// The keys of every desk: the table of keys, the way to the groups, the query box. A page adds its own rows and may hear whether letters count.
// Y.keys.letters() → whether single letters are keys; Y.keys.add(page, rows) → rows [[key, what it does]] of a page for the table.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {}), el = Y.el, OFF = "yiping.keys";
  const COMMON = [
    ["G 1 … G 5", "分析决策、智慧应用、远程监控、远程指挥、系统"], ["/", "查找"], ["I", "数字护照（所选的数或指着的数）"], ["← →", "同一面板里的下一个数；图表上逐点读数"],
    ["T", "图表转表格（先用 Tab 选中图表）"], ["Esc", "关闭浮层"], ["?", "本表"],
  ];
  const own = new Map();
  let off = null, going = 0;
  const letters = () => { if (off !== null) return !off; try { return localStorage.getItem(OFF) !== "off"; } catch { return true; } };
  const keep = (on) => { off = !on; try { localStorage.setItem(OFF, on ? "on" : "off"); } catch { Y.say("浏览器不允许保存设置，本次有效"); } };

  function table() {
    const box = el("dialog", { className: "kt" }), on = el("input", { type: "checkbox", checked: letters() }), close = el("button", { className: "btn", type: "button" }, "关闭");
    const here = own.get(document.body.dataset.page) || [], names = new Set(here.map(([k]) => k));
    const rows = [...here, ...COMMON.filter(([k]) => !names.has(k))].map(([k, t]) => el("tr", {}, el("td", {}, el("kbd", {}, k)), el("td", {}, t)));
    on.onchange = () => keep(on.checked);
    close.onclick = () => box.close();
    box.setAttribute("aria-label", "键位表");
    box.append(el("h2", {}, "键位表"), el("table", {}, ...rows), el("label", { className: "ck2" }, on, "启用单字母键"), el("div", { className: "row" }, close));
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }
  Y.keys = { letters, add: (page, rows) => own.set(page, rows), table };

  const held = (event) => event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector("dialog[open],.pp");
  document.addEventListener("keydown", (event) => {
    if (held(event) || event.target.matches("input:not([type=checkbox]),textarea,select,[contenteditable]")) return;
    if (event.key === "?") { event.preventDefault(); return table(); }
    if (!letters()) return;
    if (going && performance.now() - going < 1500 && /^[1-5]$/.test(event.key)) {
      going = 0;
      const to = document.querySelectorAll(".rail .ri")[Number(event.key) - 1];
      event.preventDefault();
      return to && to.href ? to.click() : Y.say(to ? to.title : "没有这一组");
    }
    going = event.key.toLowerCase() === "g" ? performance.now() : 0;
    if (event.key === "/") {
      const box = document.querySelector("input[type=search],[data-param=q]");
      if (box) { event.preventDefault(); box.focus(); }
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-button],[data-keys-button],[data-print-button]");
    if (!button) return;
    if ("keysButton" in button.dataset) return table();
    if ("printButton" in button.dataset) return window.print();
    Y.theme.choose(Y.theme.now() === "light" ? "dark" : "light");
    word();
  });
  const word = () => { for (const b of document.querySelectorAll("[data-theme-button]")) { const t = Y.theme.now() === "light" ? "换深色" : "换浅色"; if (b.title !== t) { b.title = t; b.setAttribute("aria-label", t); } } };
  document.addEventListener("yiping:theme", word);
  document.addEventListener("yiping:painted", word);

  // ---- what is on paper besides the panels: whose page it is, as of when ----
  addEventListener("beforeprint", () => {
    document.querySelector(".paper")?.remove();
    const who = document.querySelector(".me .mn"), choices = [...document.querySelectorAll("[data-choose].on:not(select),select[data-choose]")].map((c) => (c.matches("select") ? c.selectedOptions[0]?.textContent : c.textContent)).filter(Boolean);
    const at = Y.zone(Y.now ? Y.now() : Date.now()).toISOString().slice(0, 16).replace("T", " ");
    const said = [`打印 ${at}`, who ? [...who.children].map((c) => c.textContent).join("　") : "", choices.length ? `条件：${choices.join("、")}` : "", "各面板右上角为数据时间；无数据不计为 0"];
    document.querySelector("main")?.prepend(el("div", { className: "paper" }, said.filter(Boolean).join("　·　")));
  });
  addEventListener("afterprint", () => document.querySelector(".paper")?.remove());
})();
