#!/bin/sh
# svt-av1-real-time: opening SVT-AV1's encoder makes the calling thread real-time, where the user may do that (as root).
# Expected: an encoder sets the priority of its own threads at most.
# Seen: the caller has SCHED_FIFO at priority 99 from then on, also after the encoder is closed, and the processes it
#       starts inherit that (PyAV 18.1.0 with SVT-AV1 4.1.0).
set -eu
if [ "$(id -u)" != 0 ]; then
    echo "Only root sees this one."
    exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import io
import os
import subprocess
import sys

import av
import numpy as np

NAMES = {os.SCHED_OTHER: "SCHED_OTHER", os.SCHED_FIFO: "SCHED_FIFO"}


def scheduling():
    policy = os.sched_getscheduler(0)
    return NAMES.get(policy, policy), os.sched_getparam(0).sched_priority


before = scheduling()
with av.open(io.BytesIO(), "w", format="mp4") as output:
    track = output.add_stream("libsvtav1", rate=30)
    track.width, track.height, track.pix_fmt = 128, 128, "yuv420p"
    frame = av.VideoFrame.from_ndarray(np.full((192, 128), 128, np.uint8), format="yuv420p")
    output.mux([*track.encode(frame), *track.encode()])
after = scheduling()
code = "import os; print(os.sched_getscheduler(0) == os.SCHED_FIFO)"
inherited = subprocess.check_output([sys.executable, "-c", code], text=True).strip()
print("PyAV", av.__version__)
print(f"expected: {before} before and after")
print(f"seen:     {before} before, {after} after; a child is real-time: {inherited}")
still = after == ("SCHED_FIFO", 99) and inherited == "True"
sys.exit(0 if still else "the finding no longer holds")
PYTHON
