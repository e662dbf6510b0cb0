#!/bin/sh
# opencv-qr-clean-codes: OpenCV's QR detector fails at some codes that are drawn without any noise or tilt.
# Expected: a code of sharp, straight, black and white modules is always found and read; larger ones no worse.
# Seen: of 300 codes 2 are not read at 5 pixels a module and 4 at 10; decode(), told the corners, reads them all
#       (opencv-python-headless 5.0.0.93, segno 1.6.6).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    opencv-python-headless==5.0.0.93 segno==1.6.6 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import base64
import io
import random
import sys

import cv2
import numpy as np
import segno

CODES, QUIET_MODULES = 300, 4
rng = random.Random(1)


def drawn(text, module_pixels):
    png = io.BytesIO()
    segno.make(text, micro=False).save(png, kind="png", scale=module_pixels)
    return cv2.imdecode(np.frombuffer(png.getvalue(), np.uint8), cv2.IMREAD_COLOR)


def with_corners(picture, module_pixels):
    near = QUIET_MODULES * module_pixels
    far = picture.shape[0] - near
    corners = [[[near, near], [far, near], [far, far], [near, far]]]
    return cv2.QRCodeDetector().decode(picture, np.array(corners, np.float32))[0]


missed, still_missed = {5: 0, 10: 0}, 0
for _ in range(CODES):
    secret = base64.b32encode(rng.randbytes(20)).decode()
    text = f"otpauth://totp/Example%3Aada?secret={secret}&issuer=Example"
    for module_pixels in missed:
        picture = drawn(text, module_pixels)
        missed[module_pixels] += cv2.QRCodeDetector().detectAndDecode(picture)[0] != text
        still_missed += with_corners(picture, module_pixels) != text
print("opencv-python-headless", cv2.__version__, "segno", segno.__version__)
print(f"expected: 0 of {CODES} clean codes not read at 5 and at 10 pixels a module")
print(f"seen:     {missed[5]} and {missed[10]} not read; told the corners: {still_missed}")
still = 0 < missed[5] < missed[10] and still_missed == 0
sys.exit(0 if still else "the finding no longer holds")
PYTHON
