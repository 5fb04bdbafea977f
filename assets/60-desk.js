// The small life of the desk pages: demonstration mark, state of the link, notices, dialogs, and acts on the API.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {});
  const put = (e, t) => { if (e && e.textContent !== t) e.textContent = t; };
  const el = (tag, more = {}, ...children) => { const e = Object.assign(document.createElement(tag), more); e.append(...children); return e; };
  Y.el = el;

  document.addEventListener("yiping:tick", () => {
    if (!document.documentElement.classList.contains("desk")) return;
    const mark = document.querySelector(".tm [data-demo-mark]");
    if (mark && mark.hidden && Y.panels) mark.hidden = !Y.panels().some((p) => p.nature === "demo");
    const state = document.body.dataset.link || "waiting";
    put(document.querySelector("[data-link-word]"), { live: "连接正常", lost: "实时通道中断，显示的是此前的内容", waiting: "正在连接" }[state] || "");
  });

  // ---- notices ----
  Y.say = (text, seconds = 6) => {
    let box = document.querySelector(".toasts");
    if (!box) document.body.append((box = el("div", { className: "toasts" })));
    box.setAttribute("role", "status");
    box.setAttribute("aria-live", "polite");
    const one = el("div", {}, text);
    box.append(one);
    setTimeout(() => one.remove(), seconds * 1000);
  };

  // ---- one act on the API: {ok, body} or {ok: false, why}; the sentence is the server's own ----
  Y.act = async (path, body) => {
    let answer;
    try {
      answer = await fetch(path, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body || {}) });
    } catch { return { ok: false, why: "没有连上服务器，什么都没有改变，请稍后重试。" }; }
    if (answer.status === 401) return { ok: false, why: "登录已失效，请重新登录后再办。" };
    const found = await answer.json().catch(() => ({}));
    return answer.ok ? { ok: true, body: found } : { ok: false, why: found.detail || found.title || `没有办成（${answer.status}）`, at: found.parameter || "" };
  };

  // ---- a question with a reason: fields [{name, label, choices|text, required, value}]; resolves when it is done or given up ----
  Y.question = ({ title, about, fields, does, send }) => new Promise((done) => {
    const form = el("form", { method: "dialog", noValidate: true }), bad = el("div", { className: "bad", hidden: true });
    bad.setAttribute("role", "alert");
    form.append(el("h2", {}, title), el("div", { className: "cap" }, about || ""));
    for (const f of fields) form.append(f.choices ? choices(f) : area(f));
    const go = el("button", { className: "btn pri", type: "submit" }, does), no = el("button", { className: "btn", type: "button" }, "取消");
    form.append(bad, el("div", { className: "row" }, no, go));
    const box = el("dialog", {}, form);
    box.setAttribute("aria-label", title);
    no.onclick = () => box.close();
    box.addEventListener("close", () => { box.remove(); done(box.result || null); });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const given = Object.fromEntries(new FormData(form).entries());
      const missing = fields.find((f) => f.required && !(given[f.name] || "").trim());
      if (missing) { bad.textContent = `请填写${missing.label}。`; bad.hidden = false; form.elements[missing.name].focus?.(); return; }
      go.disabled = true;
      const answer = await send(given);
      go.disabled = false;
      if (answer.ok) { box.result = answer; box.close(); } else { bad.textContent = answer.why; bad.hidden = false; }
    });
    document.body.append(box);
    box.showModal();
    (form.querySelector("textarea") || go).focus();
  });
  function area(f) {
    const text = el("textarea", { name: f.name, maxLength: 500, required: !!f.required });
    return el("label", { className: "f" }, f.label + (f.required ? "（必填）" : ""), text);
  }
  function choices(f) {
    const row = el("div", { className: "ch2" });
    row.setAttribute("role", "radiogroup");
    row.setAttribute("aria-label", f.label);
    for (const [value, word] of f.choices) row.append(el("label", {}, el("input", { type: "radio", name: f.name, value, checked: value === f.value }), word));
    return row;
  }

  // ---- acts of tables: <button data-call="/api/…" data-ask="…" data-with="{what is sent besides}" data-tables="what changes"> ----
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-call]");
    if (!button) return;
    const { call, ask, about, reason, tables } = button.dataset, more = JSON.parse(button.dataset.with || "{}");
    const told = (answer) => { if (answer.ok) { Y.say(answer.body.detail || answer.body.outcome || `${ask}：已办`); Y.refresh(tables ? tables.split(" ") : ["alert", "silence", "quarantine"]); } };
    if (reason !== undefined) {
      const answer = await Y.question({ title: ask, about, does: ask, fields: [{ name: "why", label: "理由", required: true }], send: (given) => Y.act(call, { ...more, why: given.why }) });
      if (answer) told(answer);
      return;
    }
    button.disabled = true;
    const answer = await Y.act(call, more);
    button.disabled = false;
    if (answer.ok) told(answer); else Y.say(answer.why, 10);
  });
})();
