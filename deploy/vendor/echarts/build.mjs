// The bundler run: tree-shaken ECharts as one script that sets `window.echarts`.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { minify } from "terser";

const { version } = JSON.parse(readFileSync("node_modules/echarts/package.json", "utf8"));

// Parts that the wall never reaches: SVG maps (ours are GeoJSON), and the English words (the screen is Chinese whatever the browser says).
const withoutUnused = {
  name: "without-unused",
  setup(bundle) {
    bundle.onLoad({ filter: /echarts[\\/]lib[\\/]coord[\\/]geo[\\/]GeoSVGResource\.js$/ }, () => ({
      contents: 'export class GeoSVGResource { constructor() { throw new Error("SVG maps are not in this build"); } }',
    }));
    bundle.onResolve({ filter: /\/langEN\.js$/ }, (found) => ({ path: resolve(dirname(found.importer), "../i18n/langZH.js") }));
  },
};

const bundled = await build({
  entryPoints: ["entry.mjs"], bundle: true, write: false, format: "iife", globalName: "echarts", target: "es2020",
  define: { "process.env.NODE_ENV": '"production"', __DEV__: "false" }, legalComments: "none", plugins: [withoutUnused], logLevel: "error",
});
const small = await minify(bundled.outputFiles[0].text, {
  ecma: 2020, compress: { passes: 3 }, mangle: true, format: { comments: false },
});
const banner = `/*! Apache ECharts ${version} (parts, see deploy/vendor/echarts), Copyright 2017-2026 The Apache Software Foundation, Apache License 2.0; `
  + "contains zrender (BSD 3-Clause) and tslib (0BSD). Texts: assets/vendor/LICENSES/ */\n";
writeFileSync("echarts.min.js", banner + small.code + "\n");
