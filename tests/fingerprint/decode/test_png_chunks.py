"""What is left of a PNG before anything opens it."""

from __future__ import annotations

import zlib

import pytest

from jikimi.fingerprint.decode import png_chunks
from tests.fingerprint.decode.hostile import chunk, png_with

PROFILE = chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(2**20)))


def test_of_many_profiles_one_is_opened_and_what_follows_them_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sixteen thousand fit a file, four megabytes each once opened: minutes, and the picture escaped."""
    opened = []
    monkeypatch.setattr(png_chunks, "_opens_within_bounds", lambda packed: not opened.append(packed))
    upside_down = chunk(b"eXIf", b"II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\3\0\0\0")
    kept = png_chunks.only_the_picture(png_with(*[PROFILE] * 50, upside_down))
    assert kept == png_chunks.only_the_picture(png_with(PROFILE, upside_down))
    assert upside_down in kept
    assert len(opened) == 2


def test_words_and_further_frames_are_left_out() -> None:
    assert png_chunks.only_the_picture(png_with(chunk(b"tEXt", b"a\0b"), chunk(b"fdAT", b"x"))) == png_with()
