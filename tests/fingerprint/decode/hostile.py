"""Files made to break, exhaust or fool a reader, each with what must come of it.

`READ` means that what a viewer would show is fingerprinted in spite of the trap.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

import numpy as np
from PIL import Image

from jikimi.fingerprint.decode.reasons import Reason
from tests.fingerprint.decode.pictures import astronaut, coffee, encode

READ: Literal["read"] = "read"
Outcome = Reason | Literal["read"]
FORMS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "AVIF", "HEIF")
Maker = Callable[[], bytes]


def png(width: int, height: int, *chunks: bytes, body: bytes | None = None, depth: int = 8) -> bytes:
    """A grey PNG by hand. `chunks` go before the picture's data."""
    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    data = body if body is not None else zlib.compress(bytes((width * depth // 8 + 1) * height), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + b"".join(chunks)
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def zeros_compressed(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()


def png_with(*chunks: bytes) -> bytes:
    """A good PNG with more chunks after its header."""
    good = encode(astronaut(), "PNG")
    return good[:33] + b"".join(chunks) + good[33:]


def huge_png() -> bytes:
    """13,000 x 13,000 pixels in a few hundred kilobytes."""
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(bytes(13_000 * 3 + 1)) for _ in range(13_000)) + rows.flush()
    head = struct.pack(">IIBBBBB", 13_000, 13_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def jpeg_that_says(width: int, height: int, **how: object) -> bytes:
    good = bytearray(encode(astronaut(), "JPEG", **how))
    at = next(at for at in range(len(good)) if good[at] == 0xFF and good[at + 1] in (0xC0, 0xC2))
    good[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(good)


def jpeg_of_many_scans() -> bytes:
    good = encode(astronaut(), "JPEG", progressive=True)
    at = good.rindex(b"\xff\xda")
    return good[:at] + good[at:-2] * 400 + b"\xff\xd9"


def jpeg_with_segments(marker: int, body: bytes, count: int) -> bytes:
    good = encode(astronaut(), "JPEG")
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body
    return good[:2] + segment * count + good[2:]


def gif_of_many_frames(frames: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 64, 64, 0xF7, 0, 0) + bytes(range(256)) * 3
    dots = np.random.default_rng(3).integers(0, 256, (64, 64), np.uint8)
    whole = encode(Image.fromarray(dots), "GIF")
    frame = whole[whole.index(b",", 13 + 3 * 256) : -1]
    return head + frame * frames + b";"


def gif_with_screen(width: int, height: int) -> bytes:
    good = bytearray(encode(coffee(), "GIF"))
    good[6:10] = struct.pack("<HH", width, height)
    return bytes(good)


def bmp_that_says(width: int, height: int, bits: int = 24) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 200, 0, 0, 54) + head + bytes(146)


def webp_that_says(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\x00\x00\x00\x00"
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body += encode(astronaut(), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def container(brand: bytes, rest: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + brand + b"mif1" + rest


def heic_that_says(side: int) -> bytes:
    good = bytearray(encode(astronaut(), "HEIF"))
    at = good.index(b"ispe")
    good[at + 8 : at + 16] = struct.pack(">II", side, side)
    return bytes(good)


def zipped_after(picture: bytes) -> bytes:
    held = io.BytesIO(picture)
    held.seek(0, io.SEEK_END)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("hello.txt", "hello")
    return held.getvalue()


def animated(form: str) -> bytes:
    frames = [coffee().rotate(turn) for turn in range(0, 40, 10)]
    return encode(coffee(), form, save_all=True, append_images=frames, duration=50)


def apng_frames(count: int) -> bytes:
    control = chunk(b"acTL", struct.pack(">II", count, 0))
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 512, 512, 0, 0, 1, 10, 0, 0))
    return png_with(control, *[frame] * count)


def mpo() -> bytes:
    return encode(coffee(), "MPO", save_all=True, append_images=[astronaut()])


def cut(whole: bytes, share: float) -> bytes:
    return whole[: int(len(whole) * share)]


def noise(length: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(length)


def _cut_off() -> Iterator[tuple[str, Maker, set[Outcome]]]:
    gone: set[Outcome] = {Reason.CUT_OFF, Reason.BROKEN}
    shows_parts = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
    for form in (*shows_parts, "AVIF", "HEIF"):
        for share in (0.01, 0.1, 0.5, 0.95):
            expected = {READ} if share > 0.1 and form in shows_parts else gone
            yield f"{form} cut at {share}", lambda f=form, s=share: cut(encode(coffee(), f), s), expected
    yield "JPEG without its last byte", lambda: encode(coffee(), "JPEG")[:-1], {READ}
    yield "progressive cut", lambda: cut(encode(coffee(), "JPEG", progressive=True), 0.5), {READ}


def hostile_files() -> list[tuple[str, Maker, set[Outcome]]]:
    """Name, maker, and what may come of it."""
    pixels, parts, broken, unknown = (
        {Reason.TOO_MANY_PIXELS},
        {Reason.TOO_MANY_PARTS},
        {Reason.BROKEN},
        {Reason.UNKNOWN_KIND},
    )
    read: set[Outcome] = {READ}
    jpeg = encode(coffee(), "JPEG")
    return [
        *((f"good {form}", partial(encode, coffee(), form), read) for form in FORMS),
        *_cut_off(),
        ("empty", lambda: b"", {Reason.EMPTY}),
        ("one byte", lambda: b"\xff", unknown),
        ("PNG's signature alone", lambda: png(1, 1)[:8], broken),
        ("random bytes", lambda: noise(50_000, 1), unknown),
        ("random bytes called JPEG", lambda: b"\xff\xd8\xff\xe0" + noise(50_000, 2), broken),
        ("random bytes called WebP", lambda: b"RIFF\x00\x10\x00\x00WEBPVP8 " + noise(50_000, 3), broken),
        ("PNG of 13,000 x 13,000", huge_png, pixels),
        ("PNG of 2^31 x 2^31", lambda: png(2**31 - 1, 2**31 - 1, body=b""), pixels | broken),
        ("PNG of 0 x 0", lambda: png(0, 0), broken),
        ("PNG of 1 x 1", lambda: png(1, 1), {Reason.TOO_SMALL}),
        ("PNG of 1 x 20,000", lambda: png(1, 20_000), {Reason.TOO_SMALL}),
        ("PNG of 40,000 x 1", lambda: png(40_000, 1), {Reason.TOO_SMALL}),
        ("PNG with more data than pixels", lambda: png(64, 64, body=zeros_compressed(200)), read),
        (
            "PNG with less data than pixels",
            lambda: png(6000, 6000, body=zlib.compress(b"x")),
            {Reason.CUT_OFF},
        ),
        ("PNG with a zTXt bomb", lambda: png_with(chunk(b"zTXt", b"a\0\0" + zeros_compressed(300))), read),
        (
            "PNG with an iTXt bomb",
            lambda: png_with(chunk(b"iTXt", b"a\0\1\0\0\0" + zeros_compressed(300))),
            read,
        ),
        ("PNG with a profile bomb", lambda: png_with(chunk(b"iCCP", b"a\0\0" + zeros_compressed(300))), read),
        (
            "PNG with a broken profile",
            lambda: png_with(chunk(b"iCCP", b"a\0\0" + zlib.compress(b"no"))),
            read,
        ),
        ("PNG of two million chunks", lambda: png_with(chunk(b"tEXt", b"") * 2_000_000), parts),
        (
            "PNG with a chunk of 4 GB",
            lambda: png_with(b"\xff\xff\xff\xfftEXt"),
            {Reason.CUT_OFF, Reason.BROKEN},
        ),
        (
            "PNG with broken checksums",
            lambda: png(64, 64).replace(b"IDAT", b"IDAt"),
            {Reason.BROKEN, Reason.CUT_OFF},
        ),
        ("APNG of 10,000 frames", lambda: apng_frames(10_000), read),
        ("JPEG of 65,500 x 65,500", lambda: jpeg_that_says(65_500, 65_500), pixels),
        ("JPEG of 14,000 x 14,000", lambda: jpeg_that_says(14_000, 14_000), {Reason.CUT_OFF, READ}),
        (
            "progressive JPEG of 14,000 x 14,000",
            lambda: jpeg_that_says(14_000, 14_000, progressive=True),
            {Reason.CUT_OFF, Reason.TOO_MUCH_MEMORY, Reason.BROKEN, READ},
        ),
        ("JPEG of 0 x 0", lambda: jpeg_that_says(0, 0), broken),
        ("JPEG of 6,000 scans", jpeg_of_many_scans, parts),
        (
            "JPEG with 20 MB of EXIF",
            lambda: jpeg_with_segments(0xE1, b"Exif\0\0" + noise(65_000, 4), 300),
            read,
        ),
        ("JPEG with 10 MB of profile", lambda: jpeg_with_segments(0xE2, _part_of_profile(), 160), read),
        (
            "JPEG with 15 MB of comments",
            lambda: jpeg_with_segments(0xFE, b"<script>" + bytes(65_000), 230),
            read,
        ),
        ("JPEG with endless EXIF", lambda: encode(coffee(), "JPEG", exif=_exif_in_a_circle()), read),
        ("JPEG and then a ZIP", lambda: zipped_after(jpeg), read),
        (
            "JPEG with HTML inside",
            lambda: encode(coffee(), "JPEG", comment=b"<html><script>1</script>"),
            read,
        ),
        ("PDF and then a JPEG", lambda: b"%PDF-1.7\n" + jpeg, unknown),
        ("HTML and then a JPEG", lambda: b"<!doctype html>" + jpeg, unknown),
        ("two pictures in one file (MPO)", mpo, read),
        ("GIF of 10,000 frames", lambda: gif_of_many_frames(10_000), read),
        ("GIF with a screen of 65,535 x 65,535", lambda: gif_with_screen(65_535, 65_535), pixels),
        ("GIF without a frame", lambda: b"GIF89a\x10\x00\x10\x00\x00\x00\x00;", broken | {Reason.CUT_OFF}),
        ("animated WebP", lambda: animated("WEBP"), read),
        ("animated GIF", lambda: animated("GIF"), read),
        ("animated AVIF", lambda: animated("AVIF"), read),
        ("WebP of 16,384 x 16,384", lambda: webp_that_says(16_384, 16_384), pixels),
        ("WebP that contradicts itself", lambda: webp_that_says(3000, 3000), broken | {Reason.CUT_OFF, READ}),
        ("BMP of 60,000 x 60,000", lambda: bmp_that_says(60_000, 60_000), pixels),
        ("BMP of -2^31 lines", lambda: bmp_that_says(100, -(2**31)), pixels | broken),
        ("BMP of negative width", lambda: bmp_that_says(-100, 100), pixels | broken),
        ("BMP of 2 bits", lambda: bmp_that_says(10, 10, bits=2), broken),
        ("AVIF with nothing in it", lambda: container(b"avif", noise(3000, 5)), broken),
        ("HEIC with nothing in it", lambda: container(b"heic", noise(3000, 6)), broken),
        ("HEIC that says 60,000 x 60,000", lambda: heic_that_says(60_000), pixels | broken),
        ("MP4", lambda: container(b"isom", noise(3000, 7)).replace(b"mif1", b"mp42"), {Reason.VIDEO}),
        ("TIFF", lambda: encode(coffee(), "TIFF"), unknown),
        ("PPM", lambda: encode(coffee(), "PPM"), unknown),
        ("ICO", lambda: encode(coffee(), "ICO"), unknown),
        ("JPEG 2000", lambda: encode(coffee(), "JPEG2000"), unknown),
        ("EPS", lambda: encode(coffee(), "EPS"), unknown),
        ("PDF", lambda: encode(coffee(), "PDF"), unknown),
        ("SVG", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://x/"/></svg>', unknown),
        ("PSD", lambda: b"8BPS\0\1" + bytes(400), unknown),
        ("ZIP", lambda: zipped_after(b""), unknown),
    ]


def _part_of_profile() -> bytes:
    return b"ICC_PROFILE\0\x01\xa0" + noise(65_000, 8)


def _exif_in_a_circle() -> bytes:
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 8)
