// The editor of a city's board: a list that is ordered, a form made from the catalogue, a preview drawn by the server from real data.
// What is on the screen is kept here and nowhere else until it is saved; the server reads every block strictly.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const el = (...a) => Y.el(...a);
  const S = { adcode: "", head: 0, published: 0, blocks: [], chosen: "", catalogue: null, dirty: false, names: new Map(), bad: null, busy: false };
  let started = false, waiting = null, turn = 0;
  const here = () => document.body.dataset.page === "city-edit";
  const side = () => [...document.querySelectorAll("[data-city-editor]")].pop();
  const view = () => [...document.querySelectorAll("[data-city-preview]")].pop();
  const api = (rest = "") => `/api/v1/city-boards/${S.adcode}${rest}`;
  const kind = (b) => S.catalogue.kinds.find((k) => k.key === b.kind);
  const at = (id) => S.blocks.findIndex((b) => b.id === id);
  const called = (b) => b.title || (b.codes && b.codes.length === 1 && S.names.get(b.codes[0])?.name) || kind(b).name;
  const button = (text, does, more = {}) => { const b = el("button", { type: "button", className: "btn ghost", ...more }, text); b.onclick = does; return b; };
  const said = (node, name, value) => { node.setAttribute(name, value); return node; };

  async function get(rest) {
    try {
      const answer = await fetch(api(rest), { credentials: "same-origin" });
      if (!answer.ok) { Y.say((await answer.json().catch(() => ({}))).detail || `没有取到（${answer.status}）`, 10); return null; }
      return await answer.json();
    } catch { Y.say("没有连上服务器，请稍后重试。", 10); return null; }
  }

  // ---- start: when Dash's own frames stand ----
  async function start() {
    const root = side();
    if (!here() || !root || !root.closest("#react-entry-point") || started) return;
    started = true;
    S.adcode = root.dataset.cityEditor;
    const [catalogue, board] = await Promise.all([get("/catalogue"), get("")]);
    if (!catalogue || !board) return;
    S.catalogue = catalogue;
    take(board);
    draw();
    preview();
    document.body.dataset.editor = "ready";
  }
  function take(board) {
    Object.assign(S, { head: board.head, published: board.published, blocks: board.blocks, dirty: false, bad: null });
    for (const one of board.numbers) S.names.set(one.code, one);
    if (at(S.chosen) < 0) S.chosen = S.blocks[0]?.id || "";
  }
  // ---- changes ----
  function changed(again = true) {
    S.dirty = true;
    S.bad = null;
    if (again) draw(); else status();
    clearTimeout(waiting);
    waiting = setTimeout(preview, 250);
  }
  function choose(id, focus) {
    S.chosen = id;
    draw();
    if (focus) document.querySelector(`.ced-list [data-block="${id}"]`)?.focus();
  }
  function move(id, by) {
    const from = at(id), to = from + by;
    if (from < 0 || to < 0 || to >= S.blocks.length) return;
    S.blocks.splice(to, 0, ...S.blocks.splice(from, 1));
    changed();
    document.querySelector(`.ced-list [data-block="${id}"]`)?.focus();
    Y.say(`已移到第 ${to + 1} 位`, 2);
  }
  function remove(id) {
    const place = at(id), gone = S.blocks[place];
    if (!gone) return;
    S.blocks.splice(place, 1);
    S.chosen = (S.blocks[place] || S.blocks[place - 1])?.id || "";
    changed();
    document.querySelector(`.ced-list [data-block="${S.chosen}"]`)?.focus();
    Y.say(`已删除“${called(gone)}”，发布前都可以载入原版恢复`, 5);
  }
  function add(k) {
    if (S.blocks.length >= S.catalogue.most) { Y.say(`一个市的板块最多 ${S.catalogue.most} 块。`); return; }
    let n = S.blocks.length + 1, id = "";
    do id = `b${n++}`; while (at(id) >= 0);
    const block = { id, kind: k.key, title: "" };
    if (!k.tile) block.size = k.size;
    for (const s of k.settings) block[s.name] = s.form === "codes" ? [] : s.usual || "";
    const place = at(S.chosen);
    S.blocks.splice(place < 0 ? S.blocks.length : place + 1, 0, block);
    S.chosen = id;
    changed();
    document.querySelector(".ced-form input, .ced-form textarea, .ced-form select")?.focus();
  }

  // ---- the left side ----
  function draw() {
    const root = side();
    if (!root || !S.catalogue) return;
    const focus = root.contains(document.activeElement) ? document.activeElement.dataset.keep : "", range = document.activeElement?.selectionStart;
    root.replaceChildren(bar(), list(), form());
    status();
    const back = focus && root.querySelector(`[data-keep="${focus}"]`);
    if (back) { back.focus(); if (range !== undefined && back.setSelectionRange) try { back.setSelectionRange(range, range); } catch { /* a list has no range */ } }
    outline();
  }
  function bar() {
    const acts = [
      button("添加板块", pickKind, { className: "btn pri", id: "ced-add" }), button("存草稿", save, { id: "ced-save" }), button("发布", publish, { id: "ced-publish" }),
      button("版本", versions, { id: "ced-versions" }),
    ];
    return el("div", { className: "ced-bar" }, ...acts, said(el("span", { className: "ced-said cap", id: "ced-said" }), "role", "status"));
  }
  function status() {
    const s = document.getElementById("ced-said"), save = document.getElementById("ced-save"), publish = document.getElementById("ced-publish");
    if (!s) return;
    const draft = S.head > S.published;
    s.textContent = S.bad ? S.bad.why : S.dirty ? "有未保存的改动" : draft ? `草稿 v${S.head} 尚未发布` : "与已发布的一致";
    s.classList.toggle("bad", !!S.bad);
    save.disabled = !S.dirty || S.busy;
    publish.disabled = (!S.dirty && !draft) || !!S.bad || S.busy;
  }
  function list() {
    const items = S.blocks.map((b, n) => {
      const on = b.id === S.chosen;
      const row = el("li", { className: on ? "on" : "", tabIndex: on || (!S.chosen && !n) ? 0 : -1 }, el("span", { className: "num t3" }, String(n + 1)), el("span", { className: "el" }, called(b)), el("span", { className: "cap" }, kind(b).name));
      row.dataset.block = b.id;
      row.dataset.keep = `row-${b.id}`;
      said(row, "role", "option");
      said(row, "aria-selected", String(on));
      if (S.bad && S.bad.block === b.id) row.classList.add("bad");
      row.onclick = () => choose(b.id, true);
      return row;
    });
    return said(said(el("ol", { className: "ced-list" }, ...items), "role", "listbox"), "aria-label", "板块，按显示顺序");
  }
  function form() {
    const b = S.blocks[at(S.chosen)];
    if (!b) return el("div", { className: "ced-form said" }, "还没有板块：请点“添加板块”。");
    const k = kind(b), place = at(b.id), id = (name) => `ced-${b.id}-${name}`;
    const acts = el("div", { className: "ced-acts" }, button("上移", () => move(b.id, -1), { disabled: !place, id: "ced-up" }), button("下移", () => move(b.id, 1), { disabled: place === S.blocks.length - 1, id: "ced-down" }), button("删除", () => remove(b.id), { id: "ced-remove" }));
    const parts = [el("div", { className: "ced-h" }, el("h2", {}, k.name), el("span", { className: "cap" }, k.question)), acts];
    const title = el("input", { type: "text", id: id("title"), maxLength: S.catalogue.title, value: b.title, placeholder: "留空则用指标名" });
    title.oninput = () => { b.title = title.value; changed(false); relabel(b); };
    parts.push(field("标题", title));
    for (const s of k.settings) parts.push(setting(b, s, id(s.name)));
    if (!k.tile) parts.push(field("宽度", choices(id("size"), S.catalogue.sizes, b.size, (v) => { b.size = v; changed(false); })));
    return el("div", { className: "ced-form" }, ...parts);
  }
  function relabel(b) { const row = document.querySelector(`.ced-list [data-block="${b.id}"] .el`); if (row) row.textContent = called(b); }
  function field(label, control) {
    control.dataset.keep = control.id;
    return el("label", { className: "ced-f" }, el("span", {}, label), control);
  }
  function choices(id, options, value, set) {
    const list = el("select", { id }, ...options.map(([v, w]) => el("option", { value: v, selected: v === value }, w)));
    list.onchange = () => set(list.value);
    return list;
  }
  function setting(b, s, id) {
    if (s.form === "codes") return codes(b, s, id);
    if (s.form === "text") {
      const area = el("textarea", { id, maxLength: s.most, value: b[s.name] || "" });
      area.oninput = () => { b[s.name] = area.value; changed(false); };
      return field(s.label, area);
    }
    const options = s.form === "split" ? (S.names.get(b.codes?.[0])?.splits || [["region", "县（市、区）"]]) : s.choices;
    return field(s.label, choices(id, options, b[s.name] ?? s.usual, (v) => { b[s.name] = v; changed(false); }));
  }

  // ---- the search over numbers ----
  function codes(b, s, id) {
    const chips = b.codes.map((code) => {
      const off = said(el("button", { type: "button", className: "ced-off" }, "移除"), "aria-label", `移除 ${S.names.get(code)?.name || code}`);
      off.onclick = () => { b.codes = b.codes.filter((c) => c !== code); changed(); document.getElementById(id)?.focus(); };
      return el("li", {}, el("span", {}, S.names.get(code)?.name || code), el("span", { className: "cap" }, code), off);
    });
    const box = el("input", { type: "search", id, placeholder: b.codes.length < s.most ? "输入指标名称或代码" : s.most > 1 ? "已选满" : "输入名称可换一项", autocomplete: "off" });
    const found = said(el("ul", { className: "ced-found", id: `${id}-found`, hidden: true }), "role", "listbox");
    for (const [n, v] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", found.id], ["aria-autocomplete", "list"]]) box.setAttribute(n, v);
    let timer = null, mark = -1;
    const pick = (one) => { S.names.set(one.code, one); b.codes = s.most === 1 ? [one.code] : [...b.codes, one.code].slice(0, s.most); fit(b); changed(); document.getElementById(id)?.focus(); };
    const show = (rows) => {
      mark = -1;
      found.replaceChildren(...rows.map((one, n) => {
        const row = said(said(el("li", { id: `${id}-${n}` }, el("b", {}, one.name), el("span", { className: "cap" }, `${one.unit ? one.unit + "　" : ""}${one.code}`)), "role", "option"), "aria-selected", "false");
        row.dataset.code = one.code;
        row.onmousedown = (event) => { event.preventDefault(); pick(one); };
        return row;
      }));
      if (!rows.length) found.replaceChildren(el("li", { className: "t3" }, "没有合适的指标"));
      found.hidden = false;
      box.setAttribute("aria-expanded", "true");
      found.rows = rows;
    };
    const hide = () => { found.hidden = true; box.setAttribute("aria-expanded", "false"); };
    const seek = () => { clearTimeout(timer); timer = setTimeout(async () => { const got = await get(`/numbers?kind=${b.kind}&q=${encodeURIComponent(box.value.trim())}`); if (got && document.activeElement === box) show(got.numbers.filter((n) => !b.codes.includes(n.code))); }, 180); };
    box.oninput = seek;
    box.onfocus = () => { if (box.value || !b.codes.length) seek(); };
    box.onblur = hide;
    box.onkeydown = (event) => {
      const rows = found.hidden ? [] : found.rows || [];
      if (event.key === "Escape" && !found.hidden) { hide(); event.stopPropagation(); return; }
      if (event.key === "Enter" && rows[Math.max(mark, 0)]) { event.preventDefault(); pick(rows[Math.max(mark, 0)]); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      event.stopPropagation();
      if (!rows.length) return;
      mark = (mark + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length;
      [...found.children].forEach((r, n) => { r.setAttribute("aria-selected", String(n === mark)); if (n === mark) r.scrollIntoView({ block: "nearest" }); });
      box.setAttribute("aria-activedescendant", `${id}-${mark}`);
    };
    box.dataset.keep = id;
    return el("div", { className: "ced-f ced-codes" }, el("label", { htmlFor: id }, s.label), el("ul", { className: "ced-chips" }, ...chips), box, found);
  }
  function fit(b) {  // another number may not have the split or the period that was chosen
    const splits = S.names.get(b.codes[0])?.splits?.map(([v]) => v) || [];
    if ("split" in b && !splits.includes(b.split)) b.split = "region";
    if ("span" in b) b.span = "";
  }
  function pickKind() {
    const box = el("dialog", { className: "ced-kinds" }), close = button("取消", () => box.close());
    const rows = S.catalogue.kinds.map((k) => { const b = el("button", { type: "button" }, el("b", {}, k.name), el("span", { className: "cap" }, k.question)); b.dataset.kind = k.key; b.onclick = () => { box.close(); add(k); }; return b; });
    box.append(el("h2", {}, "添加什么板块"), el("div", { className: "ced-kk" }, ...rows), el("div", { className: "row" }, close));
    said(box, "aria-label", "添加什么板块");
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  // ---- preview: the same rows as the board's ----
  const SHARES = { 1: 6, 2: 8, 3: 10 };
  function rows() {
    const made = [];
    for (const b of S.blocks) {
      const size = kind(b).tile ? 0 : Number(b.size), last = made[made.length - 1], sum = last ? last.reduce((s, o) => s + o.size, 0) : 0;
      const joins = last && (size && last[0].size ? sum + size <= 6 && last.length < 4 : size === last[0].size && last.length < 6);
      if (joins) last.push({ b, size }); else made.push([{ b, size }]);
    }
    return made;
  }
  function lay() {
    const root = view(), known = new Map([...root.querySelectorAll("[data-panel]")].map((f) => [f.dataset.panel, f]));
    root.replaceChildren(...rows().map((row) => {
      const frames = row.map(({ b }) => {
        const key = `block-${b.id}`;
        let frame = known.get(key);
        if (!frame) { frame = el("section", { id: `panel-${key}` }); frame.dataset.panel = key; frame.dataset.state = "loading"; }
        frame.className = `panel cb cb-${b.kind}`;
        frame.dataset.of = b.id;
        return frame;
      });
      const strip = !row[0].size, box = el("div", { className: strip ? "cbnums" : "cbrow" }, ...frames);
      if (strip) box.style.setProperty("--n", row.length); else box.style.setProperty("--cols", row.map((o) => `minmax(0,${SHARES[o.size]}fr)`).join(" "));
      return box;
    }));
    outline();
  }
  function outline() {
    for (const f of document.querySelectorAll("[data-city-preview] [data-of]")) f.classList.toggle("ced-on", f.dataset.of === S.chosen);
  }
  async function preview() {
    const mine = ++turn, unready = S.blocks.find((b) => (b.codes && !b.codes.length) || ("text" in b && !b.text.trim()));
    const ready = S.blocks.filter((b) => !((b.codes && !b.codes.length) || ("text" in b && !b.text.trim())));
    const answer = await Y.act(api("/preview"), { blocks: ready });
    if (mine !== turn) return;
    S.bad = answer.ok ? (unready ? { block: unready.id, why: `“${called(unready)}”还没有填完` } : null) : { block: (answer.at || "").split(".")[0], why: answer.why };
    for (const row of document.querySelectorAll(".ced-list [data-block]")) row.classList.toggle("bad", !!S.bad && S.bad.block === row.dataset.block);
    status();
    if (!answer.ok) return;
    lay();
    Y.draw(answer.body);
    for (const f of document.querySelectorAll("[data-city-preview] [data-panel]")) if (!f.firstElementChild) f.dataset.state = "nodata";
  }

  // ---- save, publish, versions ----
  async function save() {
    S.busy = true; status();
    const answer = await Y.act(api("/draft"), { base: S.head, blocks: S.blocks });
    S.busy = false;
    if (!answer.ok) { S.bad = { block: "", why: answer.why }; status(); late(answer); return false; }
    S.head = answer.body.version;
    S.dirty = false;
    Y.say(answer.body.detail, 3);
    status();
    return true;
  }
  function late(answer) {
    if (!/改过/.test(answer.why)) return;
    const say = el("dialog", {}, el("h2", {}, "别人先改了"), el("p", {}, answer.why), el("div", { className: "row" }, button("留在这里", () => say.close()), button("载入新版本", async () => { say.close(); const board = await get(""); if (board) { take(board); draw(); preview(); } }, { className: "btn pri" })));
    say.addEventListener("close", () => say.remove());
    document.body.append(say);
    say.showModal();
  }
  async function publish() {
    if (S.dirty && !(await save())) return;
    const done = await Y.question({ title: "发布板块", about: `v${S.head} 将立即在本市板块显示，旧版保留`, does: "发布", fields: [{ name: "note", label: "改了什么" }], send: (g) => Y.act(api("/publish"), { version: S.head, note: g.note || "" }) });
    if (!done) return;
    S.published = S.head;
    Y.say(done.body.detail, 6);
    status();
  }
  const STATES = { draft: "草稿", published: "正在显示", replaced: "曾发布", rolled_back: "已回退" };
  const when = (t) => { const d = new Date(Date.parse(t) + (Y.offset ?? 480) * 60000), two = (n) => String(n).padStart(2, "0"); return `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`; };
  async function versions() {
    const found = await get("/versions");
    if (!found) return;
    const box = said(el("dialog", { className: "ced-vs" }), "aria-label", "版本");
    const rows = found.versions.map((v) => version(box, v, found.published));
    if (found.published) rows.push(version(box, { version: 0, state: "", who: "省局", note: "", at: null, count: 0, changes: [] }, found.published));
    box.append(el("h2", {}, "版本"), el("div", { className: "cap" }, "每一版都保留；回退会生成一个新版本，不覆盖任何记录"), el("ol", { className: "ced-vl" }, ...(rows.length ? rows : [el("li", { className: "cap" }, "还没有版本：现在显示的是统一板块。")])), el("div", { className: "row" }, button("关闭", () => box.close())));
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }
  function version(box, v, published) {
    const name = v.version ? `v${v.version}` : "统一板块", back = v.came_from ? `，内容同 v${v.came_from}` : v.came_from === 0 ? "，内容同统一板块" : "";
    const head = el("div", { className: "ced-vh" }, el("b", { className: "num" }, name), v.state ? el("span", { className: v.state === "published" ? "chip ac" : "chip line" }, STATES[v.state]) : "", el("span", { className: "cap" }, v.at ? `${v.who}　${when(v.at)}${back}` : "随产品提供"));
    const row = el("li", {}, head, v.note ? el("div", {}, v.note) : "", v.changes.length ? el("div", { className: "cap" }, v.changes.join("；")) : "");
    row.dataset.version = String(v.version);
    if (v.version !== published && v.state !== "draft") {
      const b = button("回退到此版", async () => {
        const done = await Y.question({ title: `回退到 ${name}`, about: "立即显示这一版的内容；现在的版本保留在清单里", does: "回退", fields: [{ name: "note", label: "理由", required: true }], send: (g) => Y.act(api("/rollback"), { base: S.head, to: v.version, note: g.note }) });
        if (!done) return;
        box.close();
        Y.say(done.body.detail, 6);
        const board = await get("");
        if (board) { take(board); draw(); preview(); }
      });
      row.append(b);
    }
    return row;
  }

  // ---- keys ----
  document.addEventListener("keydown", (event) => {
    if (!here() || !S.catalogue || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); if (S.dirty) save(); return; }
    const t = event.target, typing = t.matches("input,textarea,select");
    if (typing) { if (event.key === "Escape") t.blur(); return; }
    const step = (by) => { const n = S.blocks[Math.max(0, Math.min(S.blocks.length - 1, at(S.chosen) + by))]; if (n) choose(n.id, true); };
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) { event.preventDefault(); move(S.chosen, event.key === "ArrowUp" ? -1 : 1); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inList = !!t.closest(".ced-list"), key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "j" || (inList && key === "ArrowDown")) { event.preventDefault(); step(1); }
    else if (key === "k" || (inList && key === "ArrowUp")) { event.preventDefault(); step(-1); }
    else if (inList && (key === "Delete" || key === "Backspace")) { event.preventDefault(); remove(S.chosen); }
    else if (inList && key === "Enter") { event.preventDefault(); document.querySelector(".ced-form input")?.focus(); }
    else if (key === "n") { event.preventDefault(); pickKind(); }
  });
  document.addEventListener("click", (event) => {
    const frame = here() && event.target.closest?.("[data-city-preview] [data-of]");
    if (frame && frame.dataset.of !== S.chosen) choose(frame.dataset.of);
  });
  window.addEventListener("beforeunload", (event) => { if (here() && S.dirty) { event.preventDefault(); event.returnValue = ""; } });
  new MutationObserver(start).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", start);
})();
