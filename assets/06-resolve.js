/* The resolver of symbolic options: tokens ("$d1"), sizes ({"$u": 14}), named functions ({"$fn": "wan"}), hatches ({"$hatch": ["rule", "s1"]}),
   outer borders of a loaded map ({"$outline": "320000/cities"}). Python has the twin for paper: components/charts/theme.py. */
(function () {
  "use strict";
  var yiping = (window.yiping = window.yiping || {});
  var SYMBOL = /^\$([a-z][a-z0-9]*)$/;

  /* A tile of slanted lines. It is as big in device pixels as in CSS pixels times the ratio, so that 4K shows a sharp line, not a scaled one. */
  function hatch(line, ground, u) {
    var step = Math.max(6, Math.round(11 * u)), ratio = window.devicePixelRatio || 1, canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.round(step * ratio);
    var g = canvas.getContext("2d"), side = canvas.width;
    g.fillStyle = ground;
    g.fillRect(0, 0, side, side);
    g.strokeStyle = line;
    g.lineWidth = Math.max(1, 1.1 * u) * ratio;
    g.beginPath();
    [-side, 0, side].forEach(function (k) {
      g.moveTo(k, side);
      g.lineTo(k + side, 0);
    });
    g.stroke();
    return { image: canvas, repeat: "repeat", scaleX: step / side, scaleY: step / side };
  }

  function named(node) {
    var make = yiping.formatters && yiping.formatters[node.$fn];
    if (!make) throw new Error("No function named " + node.$fn + " in 06-formatters.js");
    return make.apply(null, node.args || []);
  }

  /* `css` gives the value of a token: a function, or an object by token name. */
  yiping.resolve = function (option, with_) {
    var u = with_.u, css = with_.css, hatches = {};

    function token(name) {
      var value = typeof css === "function" ? css(name) : css[name];
      return value === undefined || value === "" ? null : value;
    }

    function special(node) {
      if ("$u" in node) return Math.round(node.$u * u * 10) / 10;
      if ("$fn" in node) return named(walk({ $fn: node.$fn, args: node.args }, true));
      if ("$outline" in node) return ((yiping.maps || {})[node.$outline] || { outline: [] }).outline.map(function (line) { return { coords: line }; });
      var key = node.$hatch.join(" ");
      return (hatches[key] = hatches[key] || hatch(token(node.$hatch[0]), token(node.$hatch[1]), u));
    }

    function walk(node, inside) {
      if (typeof node === "string") {
        var found = SYMBOL.exec(node);
        return (found && token(found[1])) || node;
      }
      if (Array.isArray(node)) return node.map(function (child) { return walk(child); });
      if (node === null || typeof node !== "object") return node;
      if (!inside && ("$u" in node || "$fn" in node || "$hatch" in node || "$outline" in node)) return special(node);
      var copy = {};
      Object.keys(node).forEach(function (key) { if (node[key] !== undefined) copy[key] = walk(node[key]); });
      return copy;
    }

    return walk(option);
  };

  /* Reader of a token where an element stands: the theme of its page, or of a paler island in it. */
  yiping.css = function (element) {
    var style = getComputedStyle(element || document.documentElement);
    return function (name) { return style.getPropertyValue("--" + name).trim(); };
  };

  /* The figure fonts, loaded before the first drawing: a canvas keeps the widths that it measured. The Chinese slices may come later, because
     their glyphs are as wide as those they replace: `redraw` is then called for the new shapes. Fonts that fail never hold a drawing up. */
  yiping.fonts = function (redraw) {
    if (redraw) document.fonts.addEventListener("loadingdone", redraw);
    var faces = ['"Barlow SC"', "Barlow"].flatMap(function (family) { return [400, 500, 600].map(function (weight) { return weight + " 14px " + family; }); });
    return Promise.allSettled(faces.map(function (face) { return document.fonts.load(face, "0"); }));
  };

  /* The unit in CSS pixels where an element stands. */
  yiping.unit = function (element) {
    var probe = document.createElement("i");
    probe.style.cssText = "position:absolute;visibility:hidden;width:calc(1000*var(--u))";
    (element || document.body).appendChild(probe);
    var width = probe.getBoundingClientRect().width / 1000;
    probe.remove();
    return width || 1;
  };
})();
