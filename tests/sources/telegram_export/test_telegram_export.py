"""Telegram exports: every shape of message, every way an export can be broken."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jikimi.sources.base import Grade, LinkAddress, Post, SourceRefused
from jikimi.sources.telegram_export.source import ExportCutOff, TelegramExportSource
from tests.sources.telegram_export.exports import message, shapes, single_chat, whole_account, write


async def posts_of(source: TelegramExportSource, cursor: str | None = None) -> list[Post]:
    return [post async for post in source.posts(source.room, cursor)]


def files_of(posts: list[Post]) -> dict[str, list[str]]:
    return {post.id: [media.address for media in post.media] for post in posts if post.media}


def photos(count: int) -> list[dict[str, Any]]:
    return [message(n, photo=f"photos/{n}.jpg") for n in range(1, count + 1)]


async def test_every_shape(tmp_path: Path) -> None:
    source = TelegramExportSource(write(tmp_path, single_chat(shapes())))
    posts = await posts_of(source)
    assert files_of(posts) == {
        "3": ["photos/photo_1.jpg"],
        "4": ["files/scan.png"],
        "5": ["video_files/v.mp4"],
        "6": ["video_files/a.mp4"],
        "7": ["round_video_messages/r.mp4"],
        "8": ["stickers/s.webp", "stickers/s.webp_thumb.jpg"],
        "9": ["stickers/t.tgs_thumb.jpg"],
        "11": ["files/song.mp3_thumb.jpg"],
        "12": ["files/doc.pdf", "files/doc.pdf_thumb.jpg"],
        "15": ["video_files/big.mp4_thumb.jpg"],
        "19": ["photos/photo_2.jpg"],
        "20": ["photos/photo_3.jpg"],
        "-999983000": ["photos/photo_4.jpg"],
        "26": ["photos/photo_5.jpg"],
        "#27": ["photos/photo_6.jpg"],
        "29": ["../../secret.jpg"],
        "30": ["/etc/passwd"],
        "33": ["files/no-name"],
        "34": ["video_files/plain.mp4"],
        "35": ["files/x.gif"],
    }
    problems = {post.id: post.problem for post in posts if post.problem}
    assert set(problems) == {"13", "14", "16", "17", "31"}
    assert "photos and files ticked" in (problems["13"] or "")
    assert "size limit" in (problems["14"] or "")
    assert "could not give" in (problems["17"] or "")
    previews = {post.id: media.preview.address for post in posts for media in post.media if media.preview}
    assert previews == {
        "5": "video_files/v.mp4_thumb.jpg",
        "6": "video_files/a.mp4_thumb.jpg",
        "7": "round_video_messages/r.mp4_thumb.jpg",
    }
    assert (source.messages, source.previews) == (len(shapes()), 3)


async def test_who_and_when(tmp_path: Path) -> None:
    source = TelegramExportSource(write(tmp_path, single_chat(shapes())))
    posts = {post.id: post for post in await posts_of(source)}
    assert posts["3"].when == datetime(2024, 8, 20, 10, tzinfo=UTC)
    assert posts["3"].author == "user1001"
    assert posts["26"].author == "channel42"
    assert posts["-999983000"].author == "channel77"


@pytest.mark.parametrize(
    "strange",
    [
        {"date_unixtime": "99999999999999999999"},
        {"date_unixtime": None, "date": "yesterday"},
        {"date_unixtime": [], "date": 5},
        {"from_id": {"a": 1}, "from": None},
        {"id": "five"},
        {"id": 10**30},
        {"id": True},
        {"photo_file_size": "large"},
        {"text": {"not": "text"}, "text_entities": 7},
        {"mime_type": 5, "media_type": ["x"]},
    ],
)
async def test_strange_values_cost_no_picture(tmp_path: Path, strange: dict[str, Any]) -> None:
    content = single_chat([{**message(5, photo="photos/1.jpg"), **strange}])
    posts = await posts_of(TelegramExportSource(write(tmp_path, content)))
    assert [post.media[0].address for post in posts] == ["photos/1.jpg"]


async def test_a_whole_account(tmp_path: Path) -> None:
    content = whole_account({-1001: photos(3), 77: photos(2)}, {88: photos(1)})
    posts = await posts_of(TelegramExportSource(write(tmp_path, content)))
    assert [post.id for post in posts] == ["-1001/1", "-1001/2", "-1001/3", "77/1", "77/2", "88/1"]
    assert len({post.address for post in posts}) == 6


async def test_messages_before_the_chats_name(tmp_path: Path) -> None:
    content = {"messages": photos(2), "id": 5, "name": "late"}
    assert len(await posts_of(TelegramExportSource(write(tmp_path, content, indent=None)))) == 2


async def test_reads_on_from_a_cursor(tmp_path: Path) -> None:
    source = TelegramExportSource(write(tmp_path, whole_account({1: shapes(), 2: photos(3)}, {})))
    everything = await posts_of(source)
    for place, post in enumerate(everything):
        later = await posts_of(source, post.cursor)
        assert [one.id for one in later] == [one.id for one in everything[place + 1 :]]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9, 0.999])
async def test_everything_before_a_cut_is_given_and_the_cut_is_said(tmp_path: Path, share: float) -> None:
    write(tmp_path, single_chat(photos(200)))
    whole = (tmp_path / "result.json").read_bytes()
    kept = whole[: int(len(whole) * share)]
    (tmp_path / "result.json").write_bytes(kept)
    got: list[str] = []

    async def read_all() -> None:
        source = TelegramExportSource(tmp_path)
        async for post in source.posts(source.room, None):
            got.append(post.id)

    with pytest.raises(ExportCutOff, match=r"cut off or damaged after message \d+") as cut:
        await read_all()
    assert len(got) == kept.count(b"\n  }")
    assert f"message {len(got)}:" in str(cut.value)


async def test_a_damaged_message_is_named_and_the_rest_given(tmp_path: Path) -> None:
    write(tmp_path, single_chat(photos(5)), indent=None)
    text = (tmp_path / "result.json").read_text().replace('"id": 3,', '"id": 3 nonsense,')
    (tmp_path / "result.json").write_text(text)
    posts = await posts_of(TelegramExportSource(tmp_path))
    assert [post.id for post in posts] == ["1", "2", "#3", "4", "5"]
    assert "damaged" in (posts[2].problem or "")


@pytest.mark.parametrize("element", [5, "text", None, [1], [[[[]]]]])
async def test_what_is_no_message_is_named(tmp_path: Path, element: Any) -> None:
    posts = await posts_of(TelegramExportSource(write(tmp_path, single_chat([element, *photos(1)]))))
    assert posts[0].problem
    assert posts[1].id == "1"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", "hello", '{"name": "x"', '{"a": [1]}', "\x00\x01", '{"chats']
)
async def test_what_is_no_export_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    with pytest.raises(SourceRefused, match="machine-readable JSON"):
        await posts_of(TelegramExportSource(tmp_path))


async def test_an_empty_export_is_one(tmp_path: Path) -> None:
    assert await posts_of(TelegramExportSource(write(tmp_path, single_chat([])))) == []


@pytest.mark.parametrize("address", ["../../secret.jpg", "/etc/passwd", "photos/../../x"])
async def test_paths_that_lead_out_are_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SourceRefused, match="outside its own folder"):
        async with TelegramExportSource(tmp_path).open_media(address):
            pass


async def test_a_result_json_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "other", single_chat(photos(1)))
    export = tmp_path / "export"
    export.mkdir()
    (export / "result.json").symlink_to(tmp_path / "other" / "result.json")
    with pytest.raises(SourceRefused, match="link"):
        await posts_of(TelegramExportSource(export))


async def test_still_there(tmp_path: Path) -> None:
    source = TelegramExportSource(write(tmp_path, single_chat(photos(1))))
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"x")

    async def grade(media: str | None) -> Grade:
        return (await source.still_there(LinkAddress(source.room, "1", media))).grade

    assert await grade("photos/1.jpg") is Grade.LIVE
    assert await grade("photos/2.jpg") is Grade.GONE
    assert await grade("../x") is Grade.CANNOT_TELL
    assert await grade(None) is Grade.CANNOT_TELL
    (tmp_path / "result.json").unlink()
    assert await grade("photos/1.jpg") is Grade.ROOM_GONE


async def test_memory_stays_small_however_long_the_export(tmp_path: Path) -> None:
    one = json.dumps(message(1, photo="photos/1.jpg", text="word " * 60))
    with (tmp_path / "result.json").open("w") as file:
        file.write(
            '{"contacts": {"list": [' + ",".join(['{"a": "{"}'] * 50_000) + ']}, "id": 1, "messages": ['
        )
        for number in range(40_000):
            file.write((", " if number else "") + one)
        file.write("]}")
    source = TelegramExportSource(tmp_path)
    count = 0
    tracemalloc.start()
    async for _ in source.posts(source.room, None):
        count += 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 40_000
    assert peak < 8 * 2**20


async def test_half_characters_do_no_harm(tmp_path: Path) -> None:
    strange = [
        message(1, from_id="user\ud800", photo="photos/1.jpg"),
        message(2, photo="photos/\udfff\x00.jpg"),
    ]
    chat = single_chat(strange) | {"name": "R\ud800"}
    (tmp_path / "result.json").write_text(json.dumps(chat))
    first, second = await posts_of(TelegramExportSource(tmp_path))
    assert (first.author, [media.address for media in first.media]) == ("user?", ["photos/1.jpg"])
    assert [media.address for media in second.media] == ["photos/?\x00.jpg"]
