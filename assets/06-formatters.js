/* The named functions of chart options: each entry makes a function from its arguments, so an option carries a name and never code. */
(function () {
  "use strict";
  var yiping = (window.yiping = window.yiping || {});

  /* ECharts hands over a bare value (axis), or what it knows of a point (label). Unknown is null, never 0. */
  function number(given) {
    var value = given && typeof given === "object" && !Array.isArray(given) ? given.value : given;
    if (Array.isArray(value)) value = value[value.length - 1];
    return value === null || value === undefined || value === "-" || value === "" || isNaN(value) ? null : Number(value);
  }

  function grouped(value, digits) {
    var parts = Math.abs(value).toFixed(digits).split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",");
    return (value < 0 && Number(parts.join("").replace(/,/g, "")) !== 0 ? "−" : "") + parts.join(".");
  }

  /* Two digits at most, without idle zeros, unless the caller says how many. */
  function short(value, digits) {
    var text = grouped(value, digits === undefined ? 2 : digits);
    return digits === undefined ? text.replace(/\.?0+$/, "") : text;
  }

  /* 1,286 · 14.82万 · 65.38亿 */
  function wan(value, digits) {
    var size = Math.abs(value);
    if (size >= 1e8) return short(value / 1e8, digits) + "亿";
    if (size >= 1e4) return short(value / 1e4, digits) + "万";
    return grouped(value, digits === undefined && value % 1 ? 1 : digits || 0);
  }

  function known(write) {
    return function (given, index) {
      var value = number(given);
      return value === null ? "—" : write(value, index);
    };
  }

  function signed(value, digits, tail) {
    var text = Math.abs(value).toFixed(digits);
    return Number(text) === 0 ? (tail === "%" ? "持平" : "0") : (value > 0 ? "+" : "−") + text + tail;
  }

  var two = function (n) { return (n < 10 ? "0" : "") + n; };

  yiping.formatters = {
    plain: function (digits) { return known(function (v) { return grouped(v, digits === undefined && v % 1 ? 1 : digits || 0); }); },
    wan: function (digits) { return known(function (v) { return wan(v, digits); }); },
    percent: function (digits) { return known(function (v) { return grouped(v, digits === undefined && v % 1 ? 1 : digits || 0) + "%"; }); },
    unit: function (unit) { return known(function (v) { return unit === "%" ? grouped(v, 1) + "%" : wan(v) + " " + unit; }); },
    absolute: function (size, tail, digits) { return known(function (v) { return v === 0 ? "0" : short(Math.abs(v) / size, digits) + tail; }); },
    change: function (digits) { return known(function (v) { return signed(v, digits === undefined ? 1 : digits, "%"); }); },
    points: function (digits) { return known(function (v) { return signed(v, digits === undefined ? 1 : digits, ""); }); },
    /* One scale for a whole column or axis, chosen by the caller: 0.08万 stands under 14.82万. */
    scaled: function (size, tail, digits) { return known(function (v) { return v === 0 ? "0" : short(v / size, digits) + tail; }); },
    /* A word and its number in the scale of the column, at the end of a line. */
    worded: function (word, size, tail, digits) { return known(function (v) { return word + " " + short(v / size, digits) + tail; }); },
    /* Over more than a year January carries the year. */
    month: function (years) {
      return function (text) {
        var parts = String(text).split("-");
        return years && parts[1] === "01" ? parts[0] + "年" : Number(parts[1]) + "月";
      };
    },
    /* Which months of an axis are written: each half-year, or each January. The years must not fall between the labels. */
    every: function (step) { return function (index, text) { return (Number(String(text).split("-")[1]) - 1) % step === 0; }; },
    /* Months as years, at whole years. */
    years: function () { return function (text) { return text === "0" ? "0" : Number(text) / 12 + " 年"; }; },
    day: function () { return function (text) { return String(text).slice(5, 10); }; },
    hour: function () { return function (text) { return String(text).slice(11, 16); }; },
    clock: function () { return function (ms) { var d = new Date(ms); return two(d.getHours()) + ":" + two(d.getMinutes()); }; },
    ranked: function (ranks) { return function (name, index) { return "{rank|" + (ranks[index] || "—") + "}{name|" + name + "}"; }; },
    share: function () { return function (point) { return point.name + " " + grouped(point.percent, 1) + "%"; }; },
    named: function () { return function (point) { return point.name + " " + wan(point.value); }; },
    lookup: function (texts) { return function (point) { return texts[point.dataIndex]; }; },

    /* Shapes of a `custom` series. A cell is filled whole (unknown of a heat map, unknown column); a tag is a dashed word where a bar would be. */
    cell: function (fill, gap, style) {
      return function (params, api) {
        var x = api.value(0), y = api.value(1), whole = isNaN(y), at = api.coord([x, whole ? 0 : y]), size = api.size([1, whole ? 0 : 1]), box = params.coordSys;
        var shape = whole
          ? { x: at[0] - size[0] / 2 + gap, y: box.y, width: size[0] - 2 * gap, height: box.height }
          : { x: at[0] - size[0] / 2 + gap, y: at[1] - size[1] / 2 + gap, width: size[0] - 2 * gap, height: size[1] - 2 * gap };
        var rect = { type: "rect", shape: shape, style: { fill: fill }, silent: true };
        if (whole) return rect;
        var dash = Object.assign({ x: at[0], y: at[1], text: "—", align: "center", verticalAlign: "middle" }, style);
        return { type: "group", children: [rect, { type: "text", style: dash, silent: true }] };
      };
    },
    tag: function (text, style) {
      return function (params, api) {
        return { type: "text", silent: true, x: params.coordSys.x, y: api.coord([0, api.value(0)])[1], style: Object.assign({ text: text, verticalAlign: "middle" }, style) };
      };
    },
  };
})();
