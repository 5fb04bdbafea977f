#!/bin/sh
# The making of assets/fonts/ and assets/00-fonts.css: needs npm and python3, writes nothing else.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$work/"
cd "$work"
npm install --no-package-lock --no-audit --no-fund
python3 "$here/make_fonts.py" "$work/node_modules" "$here/../../../assets"
