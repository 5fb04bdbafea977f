// The doubt of a number: the dialog that files a correction, the picker of the row that is wrong, and the dialog of its review.
(() => {
  "use strict";
  const Y = window.yiping;
  const make = (tag, more = {}, ...children) => { const e = Object.assign(document.createElement(tag), more); e.append(...children); return e; };
  const KINDS = [["value", "数值错误"], ["missing", "漏报缺报"], ["double", "重复计数"], ["place", "归属有误"], ["other", "其他"]];
  const figure = (v) => (v === null || v === undefined ? "未知" : Number(v).toLocaleString("zh-CN", { maximumFractionDigits: 6 }));

  async function call(path, body) {
    try {
      const send = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
      const answer = await fetch(path, { credentials: "same-origin", ...send });
      if (answer.status === 401) return { ok: false, why: "登录已失效，请重新登录。" };
      const found = await answer.json().catch(() => ({}));
      return answer.ok ? { ok: true, body: found } : { ok: false, why: found.detail || found.title || `没有办成（${answer.status}）` };
    } catch { return { ok: false, why: "没有连上服务器，什么都没有改变，请稍后重试。" }; }
  }
  const labelled = (word, field, more = "") => make("label", { className: `dqf ${more}` }, make("span", { className: "cap" }, word), field);

  // ---- which row is wrong: day, row, column, value; nothing chosen is allowed where `needed` is not set ----
  function picker({ code, place, change, needed }) {
    const day = make("input", { type: "date" }), row = make("select", {}), column = make("select", {}), value = make("input", { type: "text", inputMode: "decimal", autocomplete: "off", placeholder: "更正值，未知请留空" });
    const now = make("div", { className: "cap num", role: "status" });
    const box = make("fieldset", { className: "dqr" }, make("legend", {}, needed ? "更正到行（必填）" : "更正到行（可不填，由审核人定位）"), labelled("日期", day), labelled("数据行", row, "wide"), labelled("列", column), labelled("更正值", value), now);
    let known = null;
    function show() {
      const one = known && row.value !== "" && known.rows[Number(row.value)], c = known && known.columns.find((x) => x.name === column.value);
      now.textContent = one && c ? `现值 ${figure(one.values[c.name])} ${c.unit}` : known && known.more ? "行数过多，只列出前 200 行：请从下钻页先选定区县再标记" : known && !known.rows.length ? "这一天没有可更正的行" : "";
    }
    async function fill(at) {
      const asked = new URLSearchParams({ ...place, ...(at ? { day: at } : {}) });
      const answer = await call(`/api/v1/indicators/${encodeURIComponent(code)}/rows?${asked}`);
      if (!answer.ok) { now.textContent = answer.why; return; }
      known = answer.body;
      day.value = known.day || "";
      row.replaceChildren(make("option", { value: "" }, known.rows.length ? `${known.word}：请选择` : "没有可更正的行"), ...known.rows.map((r, n) => make("option", { value: String(n) }, Object.values(r.words).join("　"))));
      column.replaceChildren(...known.columns.map((c) => make("option", { value: c.name }, c.unit ? `${c.word}（${c.unit}）` : c.word)));
      if (change) {
        const n = known.rows.findIndex((r) => JSON.stringify(Object.entries(r.key).sort()) === JSON.stringify(Object.entries(change.key).sort()));
        if (n >= 0) { row.value = String(n); column.value = change.column; value.value = change.new === null ? "" : String(change.new); }
      }
      show();
    }
    day.onchange = () => fill(day.value);
    row.onchange = column.onchange = show;
    fill(change ? Object.values(change.key).find((v) => /^\d{4}-\d{2}-\d{2}/.test(v)).slice(0, 10) : "");
    return {
      box,
      // undefined: nothing chosen; a string: what is wrong with what was chosen.
      chosen() {
        const one = known && known.rows[Number(row.value)];
        if (!one || row.value === "") return needed ? "请选定更正哪一行。" : value.value.trim() ? "已填更正值，请选定更正哪一行。" : undefined;
        const text = value.value.trim().replace(/,/g, ""), number = text === "" ? null : Number(text);
        if (number !== null && !Number.isFinite(number)) return "更正值不是数字。";
        return { mart: known.mart, key: one.key, column: column.value, value: number };
      },
    };
  }

  function dialog({ title, about, parts, does, send }) {
    return new Promise((done) => {
      const bad = make("div", { className: "dqb", hidden: true }), go = make("button", { className: "btn pri", type: "submit" }, does), no = make("button", { className: "btn", type: "button" }, "取消");
      bad.setAttribute("role", "alert");
      const form = make("form", { noValidate: true }, make("h2", {}, title), make("p", { className: "cap" }, about), ...parts, bad, make("div", { className: "dqv" }, no, go));
      const box = make("dialog", { className: "doubt" }, form);
      box.setAttribute("aria-label", title);
      let result = null;
      no.onclick = () => box.close();
      box.addEventListener("close", () => { box.remove(); done(result); });
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        go.disabled = true;
        const answer = await send(Object.fromEntries(new FormData(form).entries()));
        go.disabled = false;
        if (answer.ok) { result = answer.body; box.close(); } else { bad.textContent = answer.why; bad.hidden = false; bad.scrollIntoView({ block: "nearest" }); }
      });
      document.body.append(box);
      box.showModal();
      (form.querySelector("textarea") || go).focus();
    });
  }
  const area = (name, word, needed) => labelled(word + (needed ? "（必填）" : ""), make("textarea", { name, maxLength: 1000, required: needed }), "wide");
  function kinds() {
    const row = make("div", { className: "dqk" });
    row.setAttribute("role", "radiogroup");
    row.setAttribute("aria-label", "问题类型");
    KINDS.forEach(([value, word], n) => row.append(make("label", {}, make("input", { type: "radio", name: "kind", value, checked: n === 0 }), word)));
    return row;
  }
  function said(text) {
    if (Y.say) { Y.say(text); return; }
    const one = make("div", { className: "dqt", role: "status" }, text);
    document.body.append(one);
    setTimeout(() => one.remove(), 6000);
  }

  // `told` as the passport holds it: {indicator, place, value}; `name` and `panel` say where it was seen.
  Y.doubt = async (told, { name, panel }) => {
    const rows = picker({ code: told.indicator, place: told.place });
    const done = await dialog({
      title: `标记有误：${name}`, about: `所见为 ${figure(told.value)}。提出后由他人审核，审核通过的更正值以新批次入仓，旧值留存。`,
      parts: [kinds(), area("text", "问题说明：哪里不对，事实是什么", true), area("evidence", "核查依据：现场核查、文书或系统记录", false), rows.box], does: "提交",
      send: (given) => {
        const change = rows.chosen();
        if (!given.text.trim()) return { ok: false, why: "请填写问题说明。" };
        if (typeof change === "string") return { ok: false, why: change };
        return call("/api/v1/corrections", { code: told.indicator, ...told.place, seen: told.value, panel: panel || "", kind: given.kind, text: given.text, evidence: given.evidence || "", ...(change ? { change } : {}) });
      },
    });
    if (done) { said(done.detail); if (Y.refresh) Y.refresh(["correction"]); }
    return done;
  };

  // The review of an item: approve with the row that changes, or reject; the reason is always asked for.
  Y.review = async (item, way) => {
    const rows = way === "approve" ? picker({ code: item.code, place: item.place, change: item.change, needed: true }) : null;
    const done = await dialog({
      title: way === "approve" ? "审核通过" : "驳回", about: item.name, does: way === "approve" ? "通过并入仓" : "驳回",
      parts: [...(rows ? [rows.box] : []), area("why", way === "approve" ? "审核意见" : "驳回理由", true)],
      send: (given) => {
        const change = rows ? rows.chosen() : undefined;
        if (typeof change === "string") return { ok: false, why: change };
        if (!given.why.trim()) return { ok: false, why: "请填写理由。" };
        return call(`/api/v1/corrections/${item.id}/${way}`, { why: given.why, ...(change ? { change } : {}) });
      },
    });
    if (done) { said(done.detail); if (Y.refresh) Y.refresh(["correction"]); }
    return done;
  };
})();
