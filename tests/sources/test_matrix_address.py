"""Addresses: every way that people write them, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.address import MatrixAddress, parse_address, parse_post
from jikimi.sources.matrix.ids import is_server_name, plain_text, read_mxc

ASCII = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("written", "server", "room", "event"),
    [
        ("matrix://hs.localhost/#room:hs.localhost", "hs.localhost", "#room:hs.localhost", None),
        ("matrix://hs.localhost/!id:other.example", "hs.localhost", "!id:other.example", None),
        ("matrix://hs.localhost:8448/!id", "hs.localhost:8448", "!id", None),
        ("matrix://[::1]:80/!id/$event", "[::1]:80", "!id", "$event"),
        ("matrix://hs.localhost/%23room:hs.localhost", "hs.localhost", "#room:hs.localhost", None),
        ("matrix://hs/!r:s/$a%2Fb+c", "hs", "!r:s", "$a/b+c"),
        ("  https://matrix.to/#/#room:example.org  ", "example.org", "#room:example.org", None),
        ("https://matrix.to/#/%23room%3Aexample.org", "example.org", "#room:example.org", None),
        ("https://matrix.to/#/!id:a.org/$e?via=b.org&via=c.org", "a.org", "!id:a.org", "$e"),
        ("https://matrix.to/#/!id?via=b.org", "b.org", "!id", None),
        ("matrix:r/room:example.org", "example.org", "#room:example.org", None),
        ("matrix:roomid/id:example.org/e/event?via=b.org", "example.org", "!id:example.org", "$event"),
        ("matrix:roomid/id?via=b.org", "b.org", "!id", None),
        ("#학교:example.org", "example.org", "#학교:example.org", None),
    ],
)
def test_addresses_as_people_write_them(written: str, server: str, room: str, event: str | None) -> None:
    assert parse_address(written) == MatrixAddress(server, room, event)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "room",
        "https://example.org/#/#room:example.org",
        "matrix://",
        "matrix://hs.localhost",
        "matrix://hs.localhost/",
        "matrix://hs.localhost/room:hs.localhost",
        "matrix://hs.localhost/#room",
        "matrix://hs.localhost/#room:hs.localhost/event",
        "matrix://hs.localhost/!id/$e/more",
        "matrix://hs.localhost/!id/",
        "matrix://user@hs.localhost/!id",
        "matrix://hs localhost/!id",
        "matrix://hs.localhost/../admin/!id",
        "matrix://hs.localhost/!id\x00",
        "matrix://hs.localhost/!a b",
        "https://matrix.to/#/!id",
        "https://matrix.to/#/@person:example.org",
        "matrix:u/person:example.org",
        "matrix:r/room:example.org/e",
        "!id:bad server",
        "#" + "a" * 300 + ":example.org",
        "x" * 5000,
    ],
)
def test_what_is_no_room_is_refused_with_how_to_write_it(written: str) -> None:
    with pytest.raises(SourceRefused) as refused:
        parse_address(written)
    assert str(refused.value).endswith(".")


def test_a_rooms_address_is_not_a_posts() -> None:
    for written in ("matrix://hs/!id", "matrix://hs/#room:hs/$event"):
        with pytest.raises(SourceRefused):
            parse_post(written)


@given(ASCII, ASCII)
def test_what_is_written_is_read_again(room: str, event: str) -> None:
    address = MatrixAddress("hs.localhost:8448", f"!{room}", f"${event}")
    assert parse_post(str(address)) == address


@given(st.text(max_size=300))
def test_anything_else_is_an_address_or_a_refusal(text: str) -> None:
    try:
        address = parse_address(text)
    except SourceRefused:
        return
    assert is_server_name(address.server)
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "mxc",
    [
        "mxc://hs.localhost",
        "mxc://hs.localhost/",
        "mxc://hs.localhost/a/b",
        "mxc://hs.localhost/../x",
        "mxc://hs.localhost/a?b",
        "mxc://hs.localhost/a%2fb",
        "mxc://a@b/c",
        "mxc:///c",
        "http://hs.localhost/a",
        "mxc://hs.localhost/a\n",
        "mxc://hs.localhost/" + "a" * 300,
        5,
        None,
        ["mxc://hs.localhost/a"],
    ],
)
def test_what_is_no_file_address_is_refused(mxc: object) -> None:
    assert read_mxc(mxc) is None


@given(st.text(st.characters(), max_size=2000), st.integers(1, 300))
def test_what_strangers_write_becomes_one_short_line_that_can_be_stored(text: str, longest: int) -> None:
    line = plain_text(text, longest)
    line.encode()
    assert len(line) <= longest
    assert line.isprintable()
