"""Is an upload a picture and nothing else, or refused with a sentence?"""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from webapp.desk.asking.upload import MAX_BYTES, PictureRefused, frame_from


def picture(kind="PNG", size=(1280, 720), colour=(200, 30, 30), **more):
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **more)
    return made.getvalue()


def archive():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        folder.writestr("a.txt", "a")
    return made.getvalue()


def png_with(comment):
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", comment)
    return picture(pnginfo=said)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_screenshot_is_taken_as_its_brightness(kind):
    packed, width, height = frame_from(picture(kind))
    with Image.open(io.BytesIO(packed)) as made:
        assert (made.format, made.mode, made.size) == ("JPEG", "L", (width, height))
        assert made.size == (1280, 720)


def test_whatever_its_compressed_bytes_happen_to_be():
    """Two megabytes of them hold any three."""
    noise = Image.frombytes("P", (1600, 1200), random.Random(1).randbytes(1600 * 1200))
    noise.putpalette([level for level in range(256) for _ in "rgb"])
    noise.paste(Image.frombytes("P", (8, 1), b" #!/bin "), (800, 600))
    made = io.BytesIO()
    noise.save(made, "PNG", compress_level=0)
    assert b"#!/bin" in made.getvalue()
    assert frame_from(made.getvalue())[1:] == (1600, 1200)


def test_a_large_one_is_made_smaller():
    assert frame_from(picture(size=(3840, 2160)))[1:] == (1920, 1080)


def animated():
    made = io.BytesIO()
    frames = [Image.new("L", (640, 360), shade) for shade in (0, 255)]
    frames[0].save(made, "WEBP", save_all=True, append_images=frames[1:])
    return made.getvalue()


HOSTILE = {
    "an SVG with a script": (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "such as SVG",
    ),
    "an SVG behind a declaration": (b'<?xml version="1.0"?><svg/>', "such as SVG"),
    "a hundred megabytes": (b"\x89PNG" + bytes(MAX_BYTES), "the limit is 15 MB"),
    "a zip": (archive(), "a zip archive"),
    "a picture with a zip behind it": (picture() + archive(), "contains more than an image"),
    "a JPEG with a zip behind it": (picture("JPEG") + archive(), "contains more than an image"),
    "a picture with a script in its comment": (
        png_with("<script>alert(1)</script>"),
        "contains more than an image",
    ),
    "a picture with PHP in its comment": (
        png_with("<?php system($_GET[0]); ?>"),
        "contains more than an image",
    ),
    "a web page": (b"<html><body>", "such as SVG"),
    "nothing": (b"", "Unknown image format"),
    "half a picture": (picture(colour=(1, 2, 3))[:400], "damaged"),
    "half a JPEG": (picture("JPEG")[:2000], "damaged"),
    "a GIF": (picture("GIF"), "Unknown image format"),
    "an icon": (picture(size=(64, 64)), "too small"),
    "a wall": (picture(size=(5200, 3000)), "too large"),
    "a film": (animated(), "animated"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_a_sentence(name):
    packed, sentence = HOSTILE[name]
    with pytest.raises(PictureRefused, match=sentence):
        frame_from(packed)


def test_a_header_that_promises_too_much_is_refused_before_a_pixel_is_decoded():
    bomb = bytearray(picture())
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    with pytest.raises(PictureRefused):
        frame_from(bytes(bomb))


@pytest.mark.parametrize(
    "name", ["a zip", "an SVG with a script", "a picture with a zip behind it"]
)
def test_the_page_says_it(admin, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    packed, sentence = HOSTILE[name]
    answer = admin.post(
        "/admin/desk/frames/", {"picture": SimpleUploadedFile("a.png", packed, "image/png")}
    )
    assert answer.status_code == 400
    assert sentence in answer.json()["fault"]


def test_a_good_one_is_shown_again(admin):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = admin.post(
        "/admin/desk/frames/", {"picture": SimpleUploadedFile("a.png", picture())}
    ).json()
    assert (answer["width"], answer["height"]) == (1280, 720)
    shown = admin.get(f"/admin/desk/frames/{answer['frame']}.jpg")
    assert shown["Content-Type"] == "image/jpeg"
    assert admin.get("/admin/desk/frames/nothing.jpg").status_code == 404
