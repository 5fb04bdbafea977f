// The random draw under a hand: prepare it in a dialog, draw it once with a public number, and have it reckoned again.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const el = (...a) => Y.el(...a);
  const TABLES = ["random_draw", "draw_item", "draw_roster"];
  const field = (label, input) => el("label", { className: "f" }, label, input);
  const list = (name, pairs, here) => { const s = el("select", { name }); for (const [value, word] of pairs) s.append(el("option", { value, selected: value === here }, word)); return s; };

  // A form in a dialog; `send` gives the API's answer, whose sentence is shown where something cannot be done.
  function ask(title, about, fields, does, send) {
    const form = el("form", { method: "dialog", noValidate: true, className: "pr-form" }), bad = el("div", { className: "bad", hidden: true });
    bad.setAttribute("role", "alert");
    const go = el("button", { className: "btn pri", type: "submit" }, does), no = el("button", { className: "btn", type: "button" }, "取消");
    form.append(el("h2", {}, title), el("div", { className: "cap" }, about), ...fields, bad, el("div", { className: "row" }, no, go));
    const box = el("dialog", {}, form);
    box.setAttribute("aria-label", title);
    no.onclick = () => box.close();
    box.addEventListener("close", () => box.remove());
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      go.disabled = true;
      const answer = await send(Object.fromEntries(new FormData(form).entries()));
      go.disabled = false;
      if (!answer.ok) { bad.textContent = answer.why; bad.hidden = false; return; }
      box.close();
      Y.say(answer.body.detail);
      Y.params.set({ id: answer.body.id });
      Y.refresh(TABLES);
    });
    document.body.append(box);
    box.showModal();
  }

  function prepare(told) {
    const name = el("input", { name: "plan", maxLength: 64, required: true }), why = el("textarea", { name: "why", maxLength: 500 });
    const amount = el("input", { name: "amount", inputMode: "decimal", value: "3" }), each = el("input", { name: "each", type: "number", min: 1, max: 5, value: 2 });
    const pair = (...parts) => el("div", { className: "pr-pair" }, ...parts);
    const apart = el("input", { name: "apart", type: "checkbox", checked: true });
    ask("发起抽取", "先封存两份名录并公布承诺，再抽取；封存后条件不能更改", [
      field("计划名称（必填）", name),
      pair(field("抽查类型", list("kind", told.kinds.map((k) => [k, k]), told.kinds[1])), field("地区", list("region", Object.entries(told.places), told.here))),
      pair(field("行业", list("industry", [["", "全部行业"], ...Object.entries(told.industries)], "")), field("每户检查人员", each)),
      pair(field("抽取", amount), field("单位", list("by", [["percent", "%（比例）"], ["number", "户"]], "percent"))),
      el("label", { className: "pr-tick" }, apart, "检查人员来自不同单位"),
      field("事由（必填）", why),
    ], "封存名录", (g) => {
      const amount = (g.amount || "").trim(), number = g.by === "number";
      if (number && !/^\d{1,9}$/.test(amount)) return { ok: false, why: "户数须为整数。" };
      return Y.act("/api/v1/draws", { plan: g.plan, kind: g.kind, region: g.region, industry: g.industry, why: g.why, each: Number(g.each) || 0, apart: g.apart === "on", ...(number ? { number: Number(amount) } : { percent: amount }) });
    });
  }

  async function check(button) {
    const said = document.querySelector(`[data-draw-said="${CSS.escape(button.dataset.drawCheck)}"]`);
    button.disabled = true;
    const answer = await Y.act(`/api/v1/draws/${encodeURIComponent(button.dataset.drawCheck)}/verify`, {});
    button.disabled = false;
    if (!said) return;
    const steps = answer.ok ? Object.entries(answer.body.steps).map(([name, same]) => el("span", { className: same ? "tg" : "pr-mark pr-mark-over" }, `${name} ${same ? "相同" : "不同"}`)) : [];
    said.replaceChildren(el("b", {}, answer.ok ? answer.body.detail : answer.why), el("div", {}, ...steps));
    said.dataset.equal = answer.ok ? String(answer.body.equal) : "";
  }

  document.addEventListener("click", (event) => {
    const on = (sel) => event.target.closest(sel);
    let hit;
    if ((hit = on("[data-draw-new]"))) prepare(JSON.parse(hit.dataset.drawNew));
    else if ((hit = on("[data-draw-go]"))) {
      const id = hit.dataset.drawGo, number = el("input", { name: "public_number", maxLength: 64, placeholder: "如当日公开的开奖号码、指数" });
      ask("抽取", hit.dataset.about, [field("公开数（可以不填）", number), el("div", { className: "cap" }, "种子由封存的秘密数与公开数合成；抽取只能进行一次，结果不能更改。")], "抽取", (g) => Y.act(`/api/v1/draws/${encodeURIComponent(id)}/draw`, { public_number: g.public_number || "" }));
    } else if ((hit = on("[data-draw-check]"))) check(hit);
  });
})();
