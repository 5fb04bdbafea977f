// The map: its land as SVG that pans as one picture, its dots on a canvas, its labels and pins as buttons over both.
// The server says what is shown (data-mapstage); boundaries come from the maps' files, once. While a hand pans, nothing is drawn anew.
(() => {
  "use strict";
  const Y = (window.yiping = window.yiping || {}), NS = "http://www.w3.org/2000/svg";
  const files = new Map(), shapes = new Map();
  const DEEPEST = 40, NEAR = 22, MARGIN = 0.35;
  let stage = null, told = null, view = null, drag = null, frame = 0, seen = null;

  const read = (url) => {
    if (!files.has(url)) files.set(url, fetch(url).then((r) => { if (!r.ok) throw new Error(`${url} answered ${r.status}`); return r.json(); }).catch((e) => { files.delete(url); throw e; }));
    return files.get(url);
  };
  const el = (name, given, parent) => {
    const e = document.createElementNS(NS, name);
    for (const [k, v] of Object.entries(given)) e.setAttribute(k, v);
    if (parent) parent.append(e);
    return e;
  };

  // ---- land: every feature as a path in thousandths of a degree, its longitude squeezed to the map's aspect -------------------
  let aspect = 0.84;
  const px = (lon) => lon * aspect * 1000, py = (lat) => -lat * 1000;
  function drawn(feature) {
    const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    let d = "", l = Infinity, t = Infinity, r = -Infinity, b = -Infinity;
    for (const ring of polygons.flat()) {
      d += "M";
      for (const [lon, lat] of ring) {
        const x = Math.round(px(lon) * 10) / 10, y = Math.round(py(lat) * 10) / 10;
        if (x < l) l = x; if (x > r) r = x; if (y < t) t = y; if (y > b) b = y;
        d += `${x} ${y} `;
      }
      d += "Z";
    }
    return { d, box: [l, t, r, b], code: feature.properties.adcode, city: feature.properties.city };
  }
  async function land(province, name) {
    const key = `${province}/${name}`;
    if (!shapes.has(key)) {
      const topology = await read(`/assets/maps/${province}/${name}`);
      shapes.set(key, { all: Y.topo(topology).features.map(drawn), outline: (keep) => Y.outline(topology, keep).map((line) => "M" + line.map(([x, y]) => `${px(x).toFixed(1)} ${py(y).toFixed(1)}`).join("L")).join("") });
    }
    return shapes.get(key);
  }
  const around = (boxes) => [Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])), Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3]))];

  async function show(fresh) {
    stage = fresh;
    told = JSON.parse(fresh.dataset.mapstage);
    const mine = told, plane = fresh.querySelector(".mp-plane");
    try {
      const words = await read(`/assets/maps/${told.map}/map.json`);
      aspect = words.aspect;
      const [cities, counties, others] = await Promise.all([land(told.map, "cities.topojson"), told.city ? land(told.map, "counties.topojson") : null, land(told.map, "neighbours.json")]);
      if (told !== mine) return;
      build(plane, cities, counties, others);
      names(fresh.querySelector(".mp-over"), told.city ? [] : [...words.places, ...words.seas]);
      render();
      await dots(plane, mine);
    } catch (e) {
      setTimeout(() => { if (stage === fresh && fresh.isConnected) show(fresh); }, 5000);  // a file did not come: it is asked for again
    }
    delete plane.dataset.pending;
    Y.ready();
  }

  function build(plane, cities, counties, others) {
    const svg = el("svg", { class: "mp-svg", "aria-hidden": "true" });
    svg.innerHTML = '<defs><pattern id="mp-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="mp-hg" width="7" height="7"/><path class="mp-hl" d="M0 0V7"/></pattern>'
      + '<marker id="mp-arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path class="mp-ah" d="M0 0 8 4 0 8z"/></marker></defs>';
    const g = el("g", { class: "mp-g" }, svg);
    const shown = told.city ? counties.all.filter((s) => s.city === told.city) : cities.all;
    for (const s of others.all) el("path", { d: s.d, class: "mp-land" }, g);
    for (const s of told.city ? cities.all.filter((c) => c.code !== told.city) : []) el("path", { d: s.d, class: "mp-land own" }, g);
    for (const s of shown) {
      const known = s.code in told.steps, step = told.steps[s.code];
      const path = el("path", { d: s.d, class: known ? `mp-area ${step ? `mp-m${step}` : "mp-mu"}` : "mp-land own" }, g);
      if (known) path.dataset.go = s.code;
    }
    el("path", { d: cities.outline(), class: "mp-border" }, g);
    if (told.city) el("path", { d: counties.outline((p) => p.city === told.city), class: "mp-border in" }, g);
    if (told.level === "county") for (const s of shown) if (s.code === told.place) el("path", { d: s.d, class: "mp-chosen" }, g);
    for (const [x1, y1, x2, y2, n] of told.ways || []) {
      const a = [px(x1), py(y1)], b = [px(x2), py(y2)], m = [(a[0] + b[0]) / 2 + (b[1] - a[1]) * 0.16, (a[1] + b[1]) / 2 - (b[0] - a[0]) * 0.16];
      el("path", { d: `M${a}Q${m} ${b}`, class: "mp-line", "stroke-width": (0.8 + Math.sqrt(n) * 0.6).toFixed(2), "marker-end": "url(#mp-arrow)" }, g);
    }
    const focus = told.level === "county" ? shown.filter((s) => s.code === told.place) : shown;
    const where = `${told.map} ${told.place}`;
    if (!view || view.where !== where) view = { where, home: around(focus.map((s) => s.box)), zoom: 1, x: 0, y: 0 };
    const canvas = plane.querySelector("canvas") || Object.assign(document.createElement("canvas"), { className: "mp-canvas" });
    plane.replaceChildren(svg, canvas);
    if (view.zoom === 1 && !view.moved) centre();
  }
  function names(over, places) {
    for (const e of over.querySelectorAll(".mp-far")) e.remove();
    for (const place of places) {
      const e = Object.assign(document.createElement("span"), { className: "mp-far cap", textContent: place.text });
      [e.dataset.lon, e.dataset.lat] = place.at;
      over.prepend(e);
    }
  }
  function centre() { const [l, t, r, b] = view.home; view.x = (l + r) / 2; view.y = (t + b) / 2; view.zoom = 1; view.moved = false; }
  const side = () => (stage.clientWidth > 800 ? 284 : 0);  // where the legend lies, the map need not
  function scale() {
    const [l, t, r, b] = view.home, wide = stage.clientWidth - side() - 64, high = stage.clientHeight - 48;
    return Math.max(1e-4, Math.min(wide / (r - l), high / (b - t))) * (told.level === "county" ? 0.62 : 1) * view.zoom;
  }

  // ---- drawing at rest: after a zoom, after a pan, after a change -----------------------------------------------------------------
  function render() {
    frame = 0;
    if (!stage || !stage.isConnected || !view) return;
    const k = scale(), w = stage.clientWidth, h = stage.clientHeight, plane = stage.querySelector(".mp-plane"), over = stage.querySelector(".mp-over");
    const g = plane.querySelector(".mp-g"), ox = (w + side() - 40) / 2 - view.x * k, oy = h / 2 - view.y * k;
    if (!g) return;
    g.setAttribute("transform", `translate(${ox.toFixed(2)} ${oy.toFixed(2)}) scale(${k})`);
    plane.querySelector("#mp-hatch").setAttribute("patternTransform", `rotate(45) scale(${1 / k})`);  // patterns and arrows keep their size
    for (const n of ["markerWidth", "markerHeight"]) plane.querySelector("#mp-arrow").setAttribute(n, 8 / k);
    plane.style.transform = over.style.transform = "";
    seen = { k, ox, oy, w, h };
    pins(over, labels(over));
    paint(plane);
  }
  const later = () => { if (!frame) frame = requestAnimationFrame(render); };
  const at = (e) => [px(Number(e.dataset.lon)) * seen.k + seen.ox, py(Number(e.dataset.lat)) * seen.k + seen.oy];

  function labels(over) {
    for (const e of over.querySelectorAll(".mp-far")) { const [x, y] = at(e); e.style.left = `${x.toFixed(1)}px`; e.style.top = `${y.toFixed(1)}px`; }
    const all = [...over.querySelectorAll(".mp-label")], places = all.map(at), taken = [];
    all.forEach((e) => { e.hidden = false; });
    const sizes = all.map((e) => [e.offsetWidth, e.offsetHeight]);
    all.forEach((e, i) => {
      const [x, y] = places[i], [w, h] = sizes[i], b = [x - w / 2, y - h / 2, x + w / 2, y + h / 2];
      const free = e.classList.contains("on") || !taken.some((t) => b[0] < t[2] - 4 && b[2] > t[0] + 4 && b[1] < t[3] - 4 && b[3] > t[1] + 4);
      e.classList.toggle("out", !free);
      e.style.left = `${x.toFixed(1)}px`;
      e.style.top = `${y.toFixed(1)}px`;
      if (free) taken.push(b);
    });
    return taken;
  }
  // Pins of one kind that would lie over each other are one pin with their number; the gravest alert stands for its group.
  function pins(over, words) {
    const all = [...over.querySelectorAll(".mp-pin")].sort((a, b) => (a.dataset.rank || "9") - (b.dataset.rank || "9")), placed = [];
    for (const e of all) {
      const [x, y0] = at(e), word = words.find((b) => x > b[0] - 6 && x < b[2] + 6 && y0 > b[1] - 6 && y0 < b[3] + 6), y = word ? word[1] - 9 : y0;  // never over a name
      const near = placed.find((p) => p.kind === e.dataset.pin && Math.hypot(p.x - x, p.y - y) < NEAR);
      e.hidden = !!near;
      if (near) { near.n += Number(e.dataset.many); near.apart = near.apart || near.e.dataset.lon !== e.dataset.lon || near.e.dataset.lat !== e.dataset.lat; continue; }
      const stacked = placed.filter((p) => Math.hypot(p.x - x, p.y - y) < NEAR).length;  // another kind stands there: beside it
      e.style.left = `${(x + stacked * 20).toFixed(1)}px`;
      e.style.top = `${y.toFixed(1)}px`;
      placed.push({ e, x, y, kind: e.dataset.pin, n: Number(e.dataset.many), apart: false });
    }
    for (const p of placed) {
      let n = p.e.querySelector(".mp-n");
      if (p.n > 1 && !n) { n = document.createElement("i"); n.className = "mp-n"; p.e.append(n); }
      if (n) { n.textContent = p.n > 1 ? p.n : ""; n.hidden = p.n < 2; }
      p.e.dataset.apart = p.apart ? "1" : "";
    }
  }

  // ---- dots: read once a place and day, put into the canvas as pixels ---------------------------------------------------------------
  let cloud = null;
  async function dots(plane, mine) {
    if (!told.dots) { cloud = null; paint(plane); return; }
    if (!cloud || cloud.url !== told.dots) {
      const answer = await fetch(told.dots);
      if (!answer.ok) throw new Error(`dots answered ${answer.status}`);
      const data = new Uint16Array(await answer.arrayBuffer());
      if (told !== mine) return;
      const box = answer.headers.get("X-Dot-Box").split(" ").map(Number);
      cloud = { url: mine.dots, data, box, value: answer.headers.get("X-Dot-Value"), count: data.length / 2 };
    }
    paint(plane);
    const said = document.querySelector(".mp-facts [data-map-dots]");
    if (said) said.innerHTML = `一点 <b class="num" data-indicator="map.dot_value" data-value="${Number(cloud.value)}">${Number(cloud.value)}</b> 户，共 ${cloud.count.toLocaleString("en")} 点；县内随机布置，不是真实位置`;
    performance.mark("yiping:dots");
  }
  function paint(plane) {
    const canvas = plane.querySelector("canvas");
    if (!canvas || !seen) return;
    canvas.hidden = !cloud;
    stage.classList.toggle("dotty", !!cloud);
    if (!cloud) return;
    const ratio = Math.min(window.devicePixelRatio || 1, 2), mx = seen.w * MARGIN, my = seen.h * MARGIN;
    const w = Math.round((seen.w + 2 * mx) * ratio), h = Math.round((seen.h + 2 * my) * ratio);
    if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; canvas.style.cssText = `left:${-mx}px;top:${-my}px;width:${w / ratio}px;height:${h / ratio}px`; }
    const g = canvas.getContext("2d"), image = g.createImageData(w, h), out = new Uint32Array(image.data.buffer), { data, box } = cloud;
    const [west, south, east, north] = box, n = data.length, size = seen.k > 0.9 ? 2 : 1, s = Math.round(size * ratio);
    const ax = (px(east) - px(west)) / 65535 * seen.k * ratio, bx = (px(west) * seen.k + seen.ox + mx) * ratio;
    const ay = (py(north) - py(south)) / 65535 * seen.k * ratio, by = (py(south) * seen.k + seen.oy + my) * ratio;
    const ink = colour(plane);
    for (let i = 0; i < n; i += 2) {
      const x = (data[i] * ax + bx) | 0, y = (data[i + 1] * ay + by) | 0;
      if (x < 0 || y < 0 || x + s > w || y + s > h) continue;
      for (let v = 0; v < s; v += 1) for (let u = 0; u < s; u += 1) out[(y + v) * w + x + u] = ink;
    }
    g.putImageData(image, 0, 0);
  }
  function colour(plane) {
    const hex = getComputedStyle(plane).getPropertyValue("--t3").trim(), n = parseInt(hex.slice(1), 16);
    return ((0xd0 << 24) | ((n & 255) << 16) | (((n >> 8) & 255) << 8) | (n >> 16)) >>> 0;  // little-endian: alpha, blue, green, red
  }

  // ---- hands: pan, zoom, press ------------------------------------------------------------------------------------------------------
  function moved(dx, dy) { view.x -= dx / seen.k; view.y -= dy / seen.k; view.moved = true; }
  function zoom(factor, x, y) {
    if (!seen) return;
    const before = seen.k, next = Math.min(DEEPEST, Math.max(0.5, view.zoom * factor)), k = before * next / view.zoom;
    const mx = (x - seen.ox) / before, my = (y - seen.oy) / before;
    view.zoom = next;
    const cx = (seen.w + side() - 40) / 2;
    view.x = mx - (x - cx) / k;
    view.y = my - (y - seen.h / 2) / k;
    view.moved = true;
    seen = { ...seen, k, ox: cx - view.x * k, oy: seen.h / 2 - view.y * k };
    later();
  }
  const go = (code) => Y.params && Y.params.set({ place: code, site: "", find: "" });
  const inside = (event) => event.target.closest && event.target.closest(".mp-stage");

  document.addEventListener("pointerdown", (event) => {
    if (!inside(event) || event.button || !seen) return;
    drag = { x: event.clientX, y: event.clientY, far: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag || !stage) return;
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!drag.far && Math.hypot(dx, dy) < 5) return;
    drag.far = true;
    const by = `translate3d(${dx}px,${dy}px,0)`;
    stage.classList.add("held");
    stage.querySelector(".mp-plane").style.transform = by;
    stage.querySelector(".mp-over").style.transform = by;
  });
  const drop = (event) => {
    if (!drag) return;
    const far = drag.far, dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    drag = null;
    if (stage) stage.classList.remove("held");
    if (!far) return;
    moved(dx, dy);
    render();
    const swallow = (e) => { e.stopPropagation(); e.preventDefault(); };  // the click that ends a pan is no press
    addEventListener("click", swallow, true);
    setTimeout(() => removeEventListener("click", swallow, true), 0);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", () => { drag = null; later(); });
  document.addEventListener("wheel", (event) => {
    if (!inside(event) || !seen) return;
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.0016), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-map-tool],button[data-map-export],[data-pin],[data-map-set],[data-go],[data-map-step],[data-map-play]");
    if (!hit || !Y.params) return;
    const d = hit.dataset;
    if (d.mapTool) { if (d.mapTool === "whole") { centre(); later(); } else zoom(d.mapTool === "in" ? 1.6 : 1 / 1.6, seen.w / 2, seen.h / 2); }
    else if (d.mapExport) picture(d.to);
    else if (d.pin) { if (d.apart && view.zoom < DEEPEST) zoom(2, parseFloat(hit.style.left), parseFloat(hit.style.top)); else Y.params.set({ site: d.site }); }
    else if (d.mapSet) Y.params.set({ [d.mapSet]: d.to });
    else if (d.go) go(d.go);
    else if (d.mapStep) step(d.mapStep);
    else if ("mapPlay" in d) play();
  });
  document.addEventListener("keydown", (event) => {
    if (!stage || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,select,textarea,dialog")) return;
    const held = inside(event), key = event.key, pan = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[key];
    if (key === "[" || key === "]") step(key === "[" ? "back" : "next");
    else if (held && pan) { moved(...pan); render(); }
    else if (held && (key === "+" || key === "=" || key === "-" || key === "_")) zoom(key === "-" || key === "_" ? 1 / 1.4 : 1.4, seen.w / 2, seen.h / 2);
    else if (held && key === "0") { centre(); later(); }
    else if (key === "Escape" && told && (Y.params.now().site || told.up)) { if (Y.params.now().site) Y.params.set({ site: "" }); else go(told.up); }
    else return;
    event.preventDefault();
  });

  // ---- time and search ------------------------------------------------------------------------------------------------------------------
  let playing = 0;
  const slide = () => document.querySelector("[data-map-time]");
  function set(place) {
    const s = slide(), days = s.dataset.mapTime.split("|"), i = Math.min(days.length - 1, Math.max(0, place));
    s.value = i;
    Y.params.set({ at: i === days.length - 1 ? "" : days[i] });
    return i < days.length - 1;
  }
  function step(to) {
    const s = slide();
    if (!s) return false;
    const here = Number(s.value), last = Number(s.max);
    return set({ first: 0, back: here - 1, next: here + 1, last }[to]);
  }
  function play() {
    if (playing) { clearInterval(playing); playing = 0; return shown(); }
    if (slide() && Number(slide().value) === Number(slide().max)) set(0);
    playing = setInterval(() => { if (document.querySelector('[data-panel="map"]') === null || !step("next")) { clearInterval(playing); playing = 0; shown(); } }, 1500);
    return shown();
  }
  function shown() {
    const b = document.querySelector("[data-map-play]");
    if (b) { b.textContent = playing ? "停止" : "播放"; b.setAttribute("aria-pressed", String(!!playing)); }
  }
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("[data-map-time]")) return;
    const said = document.querySelector(".mp-at");
    if (said) said.textContent = target.dataset.mapTime.split("|")[Number(target.value)];
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.matches || !Y.params) return;
    if (target.matches("[data-map-time]")) set(Number(target.value));
    else if (target.matches("[data-map-day]")) Y.params.set({ at: target.value });
    else if (target.matches("[data-map-find]")) { Y.params.set({ [target.dataset.mapFind]: target.value.trim() }); if (target.dataset.mapFind === "code") target.value = ""; }
  });

  // The same drawing as a picture: the browser draws the server's SVG, mark, source and review number with it.
  function picture(url) {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => {
        const a = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: "map.png" });
        a.click();
        setTimeout(() => URL.revokeObjectURL(a.href), 5000);
      });
    };
    image.src = url;
  }

  // ---- where it hangs in the page ---------------------------------------------------------------------------------------------------------
  const look = () => {
    const found = document.querySelector("[data-mapstage]");
    if (found && found !== stage) show(found);
    shown();
  };
  document.addEventListener("yiping:painted", look);
  const size = new ResizeObserver(later);
  document.addEventListener("yiping:painted", () => { size.disconnect(); if (stage) size.observe(stage); });
  new MutationObserver(later).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  Y.mapView = () => ({ zoom: view?.zoom, x: view?.x, y: view?.y, dots: cloud?.count || 0 });
})();
