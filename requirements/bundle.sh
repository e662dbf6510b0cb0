#!/bin/sh
# Packs the scripts and style sheets of the board's pages into webapp/bundle, by esbuild from node_modules. The platforms'
# players are packed each by itself: a page loads those it shows.
set -eu
from=webapp/static/board
rm -rf webapp/bundle
node_modules/.bin/esbuild "$from/page.js" "$from/overlay.js" "$from/lights.js" "$from/board.css" "$from/overlay.css" \
    "$from"/stage/players/twitch.js "$from"/stage/players/kick.js "$from"/stage/players/youtube.js \
    --bundle --minify --format=esm --target=es2022 --outbase=webapp/static --outdir=webapp/bundle --log-level=warning
