#!/usr/bin/env bash
# Makes tools/scenes/material anew: needed only when things, places or the style change. PYTHON: one with ../requirements.txt.
set -euo pipefail
cd "$(dirname "$0")"
export POCKET_WORK=${POCKET_WORK:-$PWD/../work} PYTHON=${PYTHON:-python3}
npm install --prefix "$POCKET_WORK/sprites" --no-save @lobehub/fluent-emoji-3d@1.1.0 @iconify-json/fluent-emoji-flat
"$PYTHON" sprites.py "$POCKET_WORK/sprites/node_modules" 3d "$POCKET_WORK/sprites3d.npz" 192
"$PYTHON" places.py --bank "$POCKET_WORK/bank-256.npz" 10 256
"$PYTHON" pack.py
(cd ../../.. && npx oxfmt tools/scenes/material/material.json)
