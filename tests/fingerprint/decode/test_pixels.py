"""The canonical picture is the one a viewer shows, whatever form it comes in."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from jikimi.fingerprint.decode.orientation import upright
from jikimi.fingerprint.decode.pixels import canonical_pixels
from tests.fingerprint.decode.pictures import astronaut, coffee, differ_by, encode
from tests.fingerprint.decode.profiles import profile

UNDONE_BY = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "AVIF", "HEIF"])
def test_every_form_gives_the_same_picture(form: str) -> None:
    pixels = canonical_pixels(encode(coffee(), form))
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert differ_by(pixels, np.asarray(coffee())) < 6


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_orientation_gives_the_same_picture(form: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    lying = Image.fromarray(upright(np.asarray(coffee()), UNDONE_BY[orientation]))
    pixels = canonical_pixels(encode(lying, form, exif=exif.tobytes()))
    assert pixels.shape == (400, 600, 3)
    assert differ_by(pixels, np.asarray(coffee())) < 6


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_an_orientation_that_makes_no_sense_is_none(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    pixels = canonical_pixels(encode(coffee(), "PNG", exif=exif.tobytes()))
    assert np.array_equal(pixels, np.asarray(coffee()))


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "L"),
        ("PNG", "I;16"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
    ],
)
def test_colour_models(form: str, mode: str) -> None:
    picture = coffee().convert("L").convert("RGB") if mode in ("L", "I;16", "1", "LA") else coffee()
    if mode == "I;16":
        given = Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    else:
        given = picture.convert(mode)
    shown = given.convert("RGB") if mode in ("1", "P") else picture
    assert differ_by(canonical_pixels(encode(given, form)), np.asarray(shown)) < 8


def test_transparent_is_white() -> None:
    picture = coffee().convert("RGBA")
    picture.paste((200, 0, 0, 0), (0, 0, 300, 400))
    pixels = canonical_pixels(encode(picture, "PNG"))
    assert (pixels[:, :300] == 255).all()
    assert np.array_equal(pixels[:, 300:], np.asarray(coffee())[:, 300:])


def test_transparent_palette_is_white() -> None:
    picture = Image.new("P", (60, 60), 0)
    picture.putpalette([10, 20, 30, 200, 100, 50])
    picture.paste(1, (0, 0, 30, 60))
    pixels = canonical_pixels(encode(picture, "GIF", transparency=0))
    assert (pixels[:, 40:] == 255).all()
    assert (pixels[:, :20] == (200, 100, 50)).all()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_embedded_colours_are_shown_as_a_viewer_shows_them(form: str) -> None:
    swapped = np.asarray(coffee())[:, :, [1, 0, 2]]
    data = encode(Image.fromarray(swapped), form, icc_profile=profile("grb"))
    assert differ_by(canonical_pixels(data), np.asarray(coffee())) < 8


@pytest.mark.parametrize("broken", [b"x", b"\0" * 4000, profile()[:300], profile().replace(b"RGB ", b"CMYK")])
def test_a_broken_profile_is_ignored(broken: bytes) -> None:
    pixels = canonical_pixels(encode(coffee(), "PNG", icc_profile=broken))
    assert np.array_equal(pixels, np.asarray(coffee()))


def test_of_an_animation_the_first_frame() -> None:
    frames = [coffee().rotate(180)] * 3
    data = encode(coffee(), "WEBP", save_all=True, append_images=frames, lossless=True)
    assert np.array_equal(canonical_pixels(data), np.asarray(coffee()))


def test_what_lies_in_the_metadata_does_not_matter() -> None:
    exif = Image.Exif()
    exif[0x010E] = "somewhere"
    plain, told = encode(astronaut(), "JPEG"), encode(astronaut(), "JPEG", exif=exif.tobytes(), comment=b"me")
    assert np.array_equal(canonical_pixels(plain), canonical_pixels(told))
