"""Which files a post shows, in every shape, and that no shape can hurt."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.files import ENCRYPTED_FILE, MOST_FILES, TOO_MANY, UNREADABLE, files_of
from jikimi.sources.matrix.ids import read_mxc
from jikimi.sources.matrix.media import refusing
from jikimi.sources.matrix.post import ENCRYPTED, MALFORMED, post_of

A, B, C = "mxc://hs.localhost/aaa", "mxc://other.example:8448/bbb", "mxc://[::1]/ccc"
LOCKED = {"url": A, "key": {}, "iv": "x", "hashes": {}}


def shown(content: object, kind: str = "m.room.message") -> list[str | None]:
    return [
        f"{file.mxc} with {file.preview.mxc}" if file.preview else file.mxc or file.problem
        for file in files_of(kind, content)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"msgtype": "m.text", "body": "hello"}, []),
        ({"msgtype": "m.image", "url": A}, [A]),
        ({"msgtype": "m.image", "url": A, "info": {"thumbnail_url": B}}, [A]),
        ({"msgtype": "m.image", "file": LOCKED}, [ENCRYPTED_FILE]),
        ({"msgtype": "m.image"}, [UNREADABLE]),
        ({"msgtype": "m.image", "url": "https://example.org/a.jpg"}, [UNREADABLE]),
        ({"msgtype": "m.video", "url": A, "info": {"thumbnail_url": B}}, [f"{A} with {B}"]),
        ({"msgtype": "m.video", "url": A}, [A]),
        ({"msgtype": "m.video", "url": A, "info": {"thumbnail_file": LOCKED}}, [A]),
        ({"msgtype": "m.video", "file": LOCKED, "info": {"thumbnail_url": B}}, [B, ENCRYPTED_FILE]),
        ({"msgtype": "m.video", "info": {"thumbnail_url": B}}, [B]),
        ({"msgtype": "m.video"}, [UNREADABLE]),
        ({"msgtype": "m.audio", "url": A}, []),
        ({"msgtype": "m.file", "url": A, "info": {"mimetype": "image/png"}}, [A]),
        ({"msgtype": "m.file", "url": A, "info": {"mimetype": "IMAGE/PNG"}}, [A]),
        ({"msgtype": "m.file", "url": A, "body": "a.JPG"}, [A]),
        ({"msgtype": "m.file", "url": A, "filename": "a.heic", "body": "caption."}, [A]),
        ({"msgtype": "m.file", "url": A}, [A]),
        ({"msgtype": "m.file", "url": A, "body": "a.pdf"}, []),
        ({"msgtype": "m.file", "url": A, "info": {"mimetype": "application/pdf"}}, []),
        ({"msgtype": "m.file", "url": A, "info": {"mimetype": "application/pdf", "thumbnail_url": B}}, [B]),
        ({"msgtype": "m.file", "url": A, "info": {"mimetype": "video/mp4"}}, [A]),
        ({"msgtype": "m.file", "url": A, "body": "a.MOV", "info": {"thumbnail_url": B}}, [f"{A} with {B}"]),
        ({"msgtype": "org.example.picture", "url": A}, [A]),
        ({"msgtype": "m.text", "m.new_content": {"msgtype": "m.image", "url": B}, "url": A}, [B]),
        ({"msgtype": "m.image", "url": A, "m.new_content": {"msgtype": "m.image", "url": B}}, [A, B]),
        ({"msgtype": "m.image", "url": A, "m.new_content": {"msgtype": "m.image", "url": A}}, [A]),
        (
            {
                "msgtype": "dm.filament.gallery",
                "itemtypes": [
                    {"itemtype": "m.image", "url": A},
                    {"itemtype": "m.video", "info": {"thumbnail_url": B}},
                    {"itemtype": "m.file", "url": C, "info": {"mimetype": "image/webp"}},
                    {"itemtype": "m.gallery", "itemtypes": [{"itemtype": "m.image", "url": A}]},
                    "nonsense",
                ],
            },
            [A, B, C],
        ),
        (
            {"org.matrix.msc1767.file": {"url": A, "mimetype": "image/jpeg"}, "org.matrix.msc1767.text": "x"},
            [A],
        ),
        ({"msgtype": "m.text", "formatted_body": f'<b>hi</b><img src="{A}"/><img src="{B}">'}, [A, B]),
    ],
)
def test_pictures_in_every_shape(content: dict[str, Any], expected: list[str]) -> None:
    assert shown(content) == expected


def test_stickers_are_pictures() -> None:
    assert shown({"body": "cat", "url": A, "info": {"mimetype": "image/webp"}}, "m.sticker") == [A]
    assert shown({"body": "cat", "url": 5}, "m.sticker") == [UNREADABLE]


def test_what_is_declared_of_a_file_is_kept_where_it_makes_sense() -> None:
    (file,) = files_of("m.sticker", {"url": A, "info": {"mimetype": "image/PNG", "size": 77}})
    assert (file.declared_type, file.declared_size) == ("image/png", 77)
    for size in (-1, True, "7", 1.5, 10**40, None):
        (file,) = files_of("m.sticker", {"url": A, "info": {"mimetype": ["image/png"], "size": size}})
        assert (file.declared_type, file.declared_size) == (None, None)


def test_a_post_of_a_thousand_files_is_bounded_and_says_so() -> None:
    items = [{"itemtype": "m.image", "url": f"mxc://hs/{n}"} for n in range(1000)]
    files = shown({"msgtype": "m.gallery", "itemtypes": items})
    assert len(files) == MOST_FILES + 1
    assert files[-1] == TOO_MANY


NAMES = st.sampled_from(
    [
        "msgtype",
        "body",
        "url",
        "file",
        "info",
        "mimetype",
        "thumbnail_url",
        "thumbnail_file",
        "thumbnail_info",
        "itemtypes",
        "itemtype",
        "size",
        "m.new_content",
        "formatted_body",
        "m.file",
        "org.matrix.msc1767.file",
        "filename",
    ]
)
WORDS = st.one_of(
    st.sampled_from(
        ["m.image", "m.video", "m.file", "m.gallery", "dm.filament.gallery", "image/png", "", A, B]
    ),
    st.text(st.characters(), max_size=30),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(NAMES, inner, max_size=6),
        st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=3),
    ),
    max_leaves=25,
)


@given(JSON, st.sampled_from(["m.room.message", "m.sticker", "m.image", "\ud800"]))
def test_no_content_can_hurt(content: Any, kind: str) -> None:
    for file in files_of(kind, content):
        assert (file.mxc is None) == bool(file.problem)
        assert file.mxc is None or read_mxc(file.mxc)


@given(
    st.one_of(
        JSON,
        st.fixed_dictionaries(
            {},
            optional={
                "event_id": st.one_of(st.just("$ok"), JSON),
                "type": st.one_of(st.just("m.room.message"), JSON),
                "content": JSON,
                "sender": JSON,
                "origin_server_ts": JSON,
                "state_key": JSON,
            },
        ),
    )
)
def test_no_event_can_hurt_and_none_vanishes(event: Any) -> None:
    post = post_of(event, "hs.localhost", "!room", "cursor", refusing)
    if post is None:
        assert "state_key" in event
        return
    for text in (post.id, post.address, post.author, post.problem or ""):
        text.encode()
    assert post.cursor == "cursor"
    assert post == post_of(event, "hs.localhost", "!room", "cursor", refusing) or post.media


def deep(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {}
    for _ in range(levels):
        inner = {"m.new_content": inner, "itemtypes": [inner]}
    return inner


def test_deep_nesting_is_walked_no_further_than_it_means_something() -> None:
    assert shown({"msgtype": "m.gallery", **deep(500)}) == []


def one(event: Any) -> Any:
    return post_of(event, "hs.localhost", "!room", "c", lambda _: refusing("no"))


def test_malformed_posts_have_an_id_that_stays() -> None:
    first = one({"type": "m.room.message", "content": 5, "age": 1, "unsigned": {"age": 1}})
    again = one({"type": "m.room.message", "content": 5, "age": 2, "unsigned": {"age": 2}})
    other = one({"type": "m.room.message", "content": 6})
    assert first.problem == MALFORMED
    assert first.id == again.id != other.id
    assert first.address == "matrix://hs.localhost/!room"


def test_a_malformed_post_may_be_nested_deeply() -> None:
    deepest: list[Any] = []
    for _ in range(20_000):
        deepest = [deepest]
    assert one({"content": deepest}).problem == one(deepest).problem == MALFORMED


def test_an_encrypted_post_and_one_that_cannot_be_read_have_a_problem() -> None:
    assert one({"event_id": "$a", "type": "m.room.encrypted", "content": {}}).problem == ENCRYPTED
    assert one({"event_id": "$a", "type": 5, "content": {}}).problem == MALFORMED
    assert one({"event_id": "$a", "type": "m.sticker", "content": {"url": 5}}).problem == UNREADABLE


async def test_where_some_files_can_be_had_the_others_say_why_not() -> None:
    items = [{"itemtype": "m.image", "url": A}, {"itemtype": "m.image", "url": "bad"}]
    post = one(
        {"event_id": "$a", "type": "m.room.message", "content": {"msgtype": "m.gallery", "itemtypes": items}}
    )
    assert post.problem is None
    assert [media.address for media in post.media] == [A, ""]
    with pytest.raises(SourceRefused, match="cannot be read"):
        async with post.media[1].open():
            pass


@pytest.mark.parametrize("made", [-1, 0, 10**30, "1700000000000", 1.7e12, True, None])
def test_a_senseless_date_is_no_date(made: object) -> None:
    assert one({"event_id": "$a", "type": "m.sticker", "content": {}, "origin_server_ts": made}).when is None
