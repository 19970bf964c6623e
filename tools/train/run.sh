#!/usr/bin/env bash
# Trains the embedded model, version 2, in the background at low priority, and goes on where it stopped.
#
#   bash tools/train/run.sh            start (a second start while it runs does nothing)
#   bash tools/train/run.sh stop       end it; what was learned is saved
#
# Needs Node 20 and Python 3.11 with pip. Rounds: the autoencoder until it reaches 33 dB, then U-Net and text encoder with the newest
# autoencoder. Two workers of one core each. Work files and logs are in tools/train/work (or POCKET_WORK).
set -euo pipefail
cd "$(dirname "$0")"
export POCKET_WORK=${POCKET_WORK:-$PWD/work} PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false
export AE_MINUTES=${AE_MINUTES:-40} UNET_MINUTES=${UNET_MINUTES:-60} GOAL=${GOAL:-33} WORDS=${WORDS:-63}
mkdir -p "$POCKET_WORK"
pid=$POCKET_WORK/run.pid

running() { [ -f "$pid" ] && kill -0 "$(cat "$pid")" 2>/dev/null; }

if [ "${1:-}" = stop ]; then
  running && kill -TERM -- "-$(cat "$pid")"
  exit 0
fi

if [ "${1:-}" != rounds ]; then
  if running; then echo "runs already, process $(cat "$pid")"; exit 0; fi
  [ -d ../../node_modules/tsx ] || (cd ../.. && npm ci)
  if [ -z "${PYTHON:-}" ]; then
    [ -x "$POCKET_WORK/venv/bin/python" ] || python3.11 -m venv "$POCKET_WORK/venv"
    "$POCKET_WORK/venv/bin/pip" install -q -r requirements.txt
    export PYTHON=$POCKET_WORK/venv/bin/python
  fi
  setsid nice -n 12 bash "$PWD/run.sh" rounds >> "$POCKET_WORK/run.log" 2>&1 < /dev/null &
  echo $! > "$pid"
  echo "started, process $!; log: $POCKET_WORK/run.log"
  exit 0
fi

# Both workers of a trainer; ends when worker 0 ends.
train() {
  "$PYTHON" "$1" --worker 1 "${@:2}" > "$POCKET_WORK/worker-1.log" 2>&1 &
  local second=$!
  "$PYTHON" "$1" --worker 0 "${@:2}"
  kill -TERM $second 2>/dev/null || true
  wait $second || true
}

reached() {
  "$PYTHON" -c 'import json, sys; sys.exit(json.load(open(sys.argv[1]))["db"] < float(sys.argv[2]))' "$POCKET_WORK/autoencoder.json" "$GOAL" 2>/dev/null
}

trap 'exit 0' TERM
"$PYTHON" words.py
while true; do
  date
  if ! reached; then
    train autoencoder.py --minutes "$AE_MINUTES"
    rm -rf "$POCKET_WORK/autoencoder-chosen"
    cp -r "$POCKET_WORK/autoencoder" "$POCKET_WORK/autoencoder-chosen"
  fi
  train unet.py --minutes "$UNET_MINUTES" --words "$WORDS"
done
