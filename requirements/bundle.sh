#!/bin/sh
# Packs the scripts and style sheets of the board's pages into webapp/bundle, by esbuild from node_modules. The platforms'
# players and what few viewers open are packed each by itself: a page loads those it shows.
set -eu
from=webapp/static/board
rm -rf webapp/bundle
pack() {
    node_modules/.bin/esbuild "$@" \
        --bundle --minify --format=esm --target=es2022 --outbase=webapp/static --outdir=webapp/bundle --log-level=warning
}
later="list/ticker.js stage/chat.js viewer/notices.js viewer/settings_panel.js"
pack "$from/page.js" $(printf -- '--external:./%s ' $later)
pack "$from/overlay.js" "$from/lights.js" "$from/board.css" "$from/overlay.css" $(printf -- "$from/%s " $later) \
    "$from"/stage/players/twitch.js "$from"/stage/players/kick.js "$from"/stage/players/youtube.js
