"""A folder as a source: everything that is there, in order, and never anything outside."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from jikimi.sources.base import Grade, LinkAddress, MediaGone, Post, SourceRefused
from jikimi.sources.folder import beneath
from jikimi.sources.folder.source import FolderSource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "pictures"
    for name in ("b.jpg", "a.png", "ä/c.jpg", "z/deep/er/d.webp", "a/x", "a.b/y"):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    (tmp_path / "secret.jpg").write_bytes(b"outside")
    return root


async def posts_of(source: FolderSource, cursor: str | None = None) -> list[Post]:
    return [post async for post in source.posts(source.room, cursor)]


async def read(source: FolderSource, address: str) -> bytes:
    async with source.open_media(address) as pieces:
        return b"".join([piece async for piece in pieces])


async def test_every_file_sorted_with_its_bytes_and_day(folder: Path) -> None:
    source = FolderSource(folder)
    found = await posts_of(source)
    assert [post.id for post in found] == ["a/x", "a.b/y", "a.png", "b.jpg", "z/deep/er/d.webp", "ä/c.jpg"]
    assert all(post.when is not None and post.when.tzinfo for post in found)
    for post in found:
        assert await read(source, post.media[0].address) == post.id.encode()
        assert post.media[0].declared_size == len(post.id.encode())


async def test_reads_on_from_a_cursor_even_if_the_file_there_is_gone(folder: Path) -> None:
    source = FolderSource(folder)
    everything = await posts_of(source)
    for place, post in enumerate(everything):
        later = await posts_of(source, post.cursor)
        assert [one.id for one in later] == [one.id for one in everything[place + 1 :]]
    (folder / "b.jpg").unlink()
    assert [post.id for post in await posts_of(source, "b.jpg")] == ["z/deep/er/d.webp", "ä/c.jpg"]


async def test_hidden_names_are_left_out_and_counted(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / ".thumbnails").mkdir()
    (folder / ".thumbnails" / "t.jpg").write_bytes(b"x")
    source = FolderSource(folder)
    assert len(await posts_of(source)) == 6
    assert source.hidden == 2


async def test_links_pipes_and_sockets_are_named_and_never_opened(folder: Path) -> None:
    (folder / "link.jpg").symlink_to(folder.parent / "secret.jpg")
    (folder / "up").symlink_to(folder.parent, target_is_directory=True)
    os.mkfifo(folder / "pipe.jpg")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.jpg"))
        source = FolderSource(folder)
        found = {post.id: post for post in await posts_of(source)}
        for name, why in (
            ("link.jpg", beneath.A_LINK),
            ("up", beneath.A_LINK),
            ("pipe.jpg", beneath.NOT_A_FILE),
            ("socket.jpg", beneath.NOT_A_FILE),
        ):
            assert (found[name].problem, found[name].media) == (why, ())
            with pytest.raises(SourceRefused, match=why):
                await read(source, name)
    with pytest.raises(SourceRefused, match=r"link|file"):
        await read(source, "up/secret.jpg")


@pytest.mark.parametrize(
    "address",
    [
        "../secret.jpg",
        "/etc/passwd",
        "a/../../secret.jpg",
        "a//x",
        "./a.png",
        "",
        ".",
        "a\0b",
        "a/" * 80 + "x",
    ],
)
async def test_no_way_out(folder: Path, address: str) -> None:
    with pytest.raises(SourceRefused, match="outside its own folder"):
        await read(FolderSource(folder), address)


async def test_names_that_are_not_unicode_are_read(folder: Path) -> None:
    strange = os.fsdecode(b"\xff\xfe.jpg")
    (folder / strange).write_bytes(b"strange")
    source = FolderSource(folder)
    assert strange in [post.id for post in await posts_of(source)]
    assert await read(source, strange) == b"strange"


async def test_a_file_beyond_the_bound_is_refused_while_it_is_read(folder: Path) -> None:
    with (folder / "large.jpg").open("wb") as sparse:
        sparse.truncate(beneath.LARGEST_FILE + 1)
    with pytest.raises(SourceRefused, match="larger than 64 MB"):
        await read(FolderSource(folder), "large.jpg")


async def test_a_file_that_has_gone(folder: Path) -> None:
    source = FolderSource(folder)
    found = await posts_of(source)
    (folder / "b.jpg").unlink()
    assert found[3].id == "b.jpg"
    with pytest.raises(MediaGone, match="not there"):
        await read(source, "b.jpg")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_what_may_not_be_read_is_named(folder: Path) -> None:
    (folder / "b.jpg").chmod(0)
    (folder / "z").chmod(0)
    source = FolderSource(folder)
    with pytest.raises(SourceRefused, match="may not read"):
        await read(source, "b.jpg")
    assert {post.id: post.problem for post in await posts_of(source)}["z"]
    (folder / "z").chmod(0o700)


async def test_folders_beyond_the_deepest_are_named(tmp_path: Path) -> None:
    inner = tmp_path
    for _ in range(70):
        inner /= "d"
    inner.mkdir(parents=True)
    found = await posts_of(FolderSource(tmp_path))
    assert len(found) == 1
    assert "too deep" in (found[0].problem or "")


async def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="no folder"):
        await posts_of(FolderSource(tmp_path / "none"))


async def test_still_there(folder: Path) -> None:
    source = FolderSource(folder)

    async def grade(path: str) -> Grade:
        return (await source.still_there(LinkAddress(source.room, path, path))).grade

    assert await grade("b.jpg") is Grade.LIVE
    (folder / "b.jpg").unlink()
    assert await grade("b.jpg") is Grade.GONE
    assert await grade("../secret.jpg") is Grade.CANNOT_TELL
    os.rename(folder, folder.parent / "elsewhere")  # noqa: PTH104 (a test may wait)
    assert await grade("a.png") is Grade.ROOM_GONE
