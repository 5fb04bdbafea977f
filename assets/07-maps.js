/* The loader of maps: `yiping.map("320000/cities")` fetches the files once, registers the map with ECharts and keeps its outer border.
   Keys: <province>/cities, <province>/counties, <province>/counties/<city> (that city's counties; the other counties are the ground around). */
(function () {
  "use strict";
  var yiping = (window.yiping = window.yiping || {});
  var asked = {};
  yiping.maps = yiping.maps || {};

  function read(url) {
    asked[url] = asked[url] || fetch(url).then(function (answer) {
      if (!answer.ok) throw new Error(url + " answered " + answer.status);
      return answer.json();
    }).catch(function (error) {
      delete asked[url]; // the next drawing asks again
      throw error;
    });
    return asked[url];
  }

  function register(key, words, topology, around, city) {
    var inside = city ? function (p) { return p.city === city; } : undefined;
    var ground = yiping.topo(around).features;
    if (city) ground = ground.concat(yiping.topo(topology, function (p) { return p.city !== city; }).features);
    var regions = yiping.topo(topology, inside).features;
    echarts.registerMap(key, { type: "FeatureCollection", features: ground.concat(regions) });
    yiping.maps[key] = { words: words, outline: yiping.outline(topology, inside), regions: regions.map(function (f) { return f.properties; }) };
    return yiping.maps[key];
  }

  yiping.map = function (key, base) {
    if (yiping.maps[key]) return Promise.resolve(yiping.maps[key]);
    var parts = key.split("/"), folder = (base || "/assets/maps/") + parts[0] + "/";
    return Promise.all([read(folder + "map.json"), read(folder + parts[1] + ".topojson"), read(folder + "neighbours.json")]).then(function (files) {
      return register(key, files[0], files[1], files[2], parts[2]);
    });
  };
})();
