#!/bin/sh
# The making of assets/vendor/echarts.min.js: needs node 20 and npm, writes nothing but that file.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/entry.mjs" "$here/build.mjs" "$here/package.json" "$work/"
cd "$work"
npm install --no-package-lock --no-audit --no-fund
node build.mjs
cp echarts.min.js "$here/../../../assets/vendor/echarts.min.js"
sha256sum echarts.min.js
