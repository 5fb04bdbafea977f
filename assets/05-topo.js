/* The TopoJSON reader: `yiping.topo(topology)` gives GeoJSON for echarts.registerMap, `yiping.outline(topology)` the outer border. */
(function () {
  "use strict";
  var yiping = (window.yiping = window.yiping || {});

  function lines(topology) {
    var t = topology.transform;
    return topology.arcs.map(function (arc) {
      var x = 0, y = 0;
      return arc.map(function (step) {
        if (!t) return step.slice(0, 2);
        x += step[0];
        y += step[1];
        return [x * t.scale[0] + t.translate[0], y * t.scale[1] + t.translate[1]];
      });
    });
  }

  function first(topology) {
    var object = topology.objects[Object.keys(topology.objects)[0]];
    return object.type === "GeometryCollection" ? object.geometries : [object];
  }

  // A negative index is an arc walked backwards; neighbours in a ring share their end point, which is written once.
  function ring(arcs, all) {
    var points = [];
    arcs.forEach(function (i) {
      var line = i < 0 ? all[~i].slice().reverse() : all[i];
      points = points.concat(points.length ? line.slice(1) : line);
    });
    return points;
  }

  yiping.topo = function (topology, keep) {
    var all = lines(topology);
    return {
      type: "FeatureCollection",
      features: first(topology).filter(function (g) { return !keep || keep(g.properties); }).map(function (g) {
        var polygons = (g.type === "Polygon" ? [g.arcs] : g.arcs).map(function (p) { return p.map(function (r) { return ring(r, all); }); });
        var single = g.type === "Polygon";
        return { type: "Feature", properties: g.properties, geometry: { type: g.type, coordinates: single ? polygons[0] : polygons } };
      }),
    };
  };

  // An arc that only one region uses is a border to the outside; the result is a list of lines, not joined, good for a `lines` series.
  yiping.outline = function (topology, keep) {
    var all = lines(topology), uses = all.map(function () { return 0; });
    first(topology).filter(function (g) { return !keep || keep(g.properties); }).forEach(function (g) {
      g.arcs.flat(Infinity).forEach(function (i) { uses[i < 0 ? ~i : i] += 1; });
    });
    return all.filter(function (line, i) { return uses[i] === 1; });
  };
})();
