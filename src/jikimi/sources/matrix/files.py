"""Which files a post shows: every shape of picture and video that Matrix clients know.

Shapes: https://spec.matrix.org/latest/client-server-api/#mroommessage-msgtypes (m.image, m.video, m.file),
stickers, edits (m.new_content), galleries (MSC4274), extensible files (MSC1767, MSC3551) and pictures inside
formatted text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from jikimi.sources.matrix.ids import MXC_ANYWHERE, plain_text, read_mxc

MOST_FILES: Final = 64
_LONGEST_TEXT: Final = 70_000
_PICTURE_NAMES: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".avif", ".heic", ".heif", ".jfif")
_VIDEO_NAMES: Final = (".mp4", ".m4v", ".mov", ".3gp", ".webm", ".mkv", ".avi")
_UNKNOWN_TYPES: Final = ("", "application/octet-stream")
_GALLERIES: Final = ("m.gallery", "dm.filament.gallery")
_PICTURES: Final = ("m.image", "m.sticker")
_WITHOUT_PICTURES: Final = (
    "m.text",
    "m.notice",
    "m.emote",
    "m.audio",
    "m.location",
    "m.key.verification.request",
)

UNREADABLE: Final = "The post names its file in a way that cannot be read."
ENCRYPTED_FILE: Final = "The post's file is encrypted."
TOO_MANY: Final = f"The post has more than {MOST_FILES} files; the others were not read."


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file by its `mxc://` address, or (`mxc` None) a sentence why it cannot be had.

    `preview` is the picture that clients show for a video until it is played.
    """

    mxc: str | None
    problem: str = ""
    declared_type: str | None = None
    declared_size: int | None = None
    preview: ShownFile | None = None


def files_of(kind: str, content: object) -> list[ShownFile]:
    """The files of an event of type `kind`, each once, at most MOST_FILES and one sentence about the rest."""
    found: dict[tuple[str | None, str], ShownFile] = {}
    for shown in _all_files(kind, content):
        if len(found) == MOST_FILES:
            found[None, TOO_MANY] = ShownFile(None, TOO_MANY)
            break
        found.setdefault((shown.mxc, shown.problem), shown)
    return list(found.values())


def _all_files(kind: str, content: object) -> Iterator[ShownFile]:
    if not isinstance(content, dict):
        return
    for part in (content, content.get("m.new_content")):
        if not isinstance(part, dict):
            continue
        yield from _files_of_part("m.sticker" if kind == "m.sticker" else part.get("msgtype", kind), part)
        for extensible in ("m.file", "org.matrix.msc1767.file"):
            if isinstance(part.get(extensible), dict):
                yield from _files_of_part("m.file", part[extensible])
        yield from _inside_text(part.get("formatted_body"))


def _files_of_part(shape: object, part: dict[str, Any]) -> Iterator[ShownFile]:
    if shape in _GALLERIES:
        items = part.get("itemtypes")
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and item.get("itemtype") not in _GALLERIES:
                yield from _files_of_part(item.get("itemtype"), item)
    elif shape in _PICTURES:
        yield _main(part)
    elif shape == "m.video":
        yield from _video(part)
    elif shape not in _WITHOUT_PICTURES and ("url" in part or "file" in part):
        yield from _of_any_file(part)


def _of_any_file(part: dict[str, Any]) -> Iterator[ShownFile]:
    declared = _declared_type(part)
    if declared.startswith("image/") or (declared in _UNKNOWN_TYPES and _may_be_a_picture(part)):
        yield _main(part)
    elif declared.startswith("video/") or (declared in _UNKNOWN_TYPES and _named_like(part, _VIDEO_NAMES)):
        yield from _video(part)
    elif thumbnail := _thumbnail(part):
        yield thumbnail


def _video(part: dict[str, Any]) -> Iterator[ShownFile]:
    """The video with its preview; where it cannot be had, the preview and the sentence why."""
    video, thumbnail = _main(part), _thumbnail(part)
    if video.mxc is not None:
        yield replace(video, preview=thumbnail if thumbnail and thumbnail.mxc else None)
        return
    if thumbnail:
        yield thumbnail
    if not thumbnail or "url" in part or "file" in part:
        yield video


def _may_be_a_picture(part: dict[str, Any]) -> bool:
    return not _names(part) or _named_like(part, _PICTURE_NAMES)


def _named_like(part: dict[str, Any], endings: tuple[str, ...]) -> bool:
    return any(name.endswith(endings) for name in _names(part))


def _names(part: dict[str, Any]) -> list[str]:
    names = [plain_text(part.get(key), 300).lower() for key in ("filename", "body", "name")]
    return [name for name in names if "." in name[-6:]]


def _main(part: dict[str, Any]) -> ShownFile:
    return _shown(part.get("url"), part.get("file"), _declared_type(part), _info(part).get("size"))


def _thumbnail(part: dict[str, Any]) -> ShownFile | None:
    info = _info(part)
    described = info.get("thumbnail_info")
    described = described if isinstance(described, dict) else {}
    if info.get("thumbnail_url") is None and info.get("thumbnail_file") is None:
        return None
    declared = plain_text(described.get("mimetype"), 100).lower()
    return _shown(info.get("thumbnail_url"), info.get("thumbnail_file"), declared, described.get("size"))


def _shown(url: object, encrypted: object, declared_type: str, size: object) -> ShownFile:
    if isinstance(url, str) and read_mxc(url):
        known_size = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**53
        return ShownFile(
            url, declared_type=declared_type or None, declared_size=int(str(size)) if known_size else None
        )
    return ShownFile(None, ENCRYPTED_FILE if isinstance(encrypted, dict) else UNREADABLE)


def _inside_text(text: object) -> Iterator[ShownFile]:
    if isinstance(text, str):
        for mxc in MXC_ANYWHERE.findall(text[:_LONGEST_TEXT]):
            yield ShownFile(mxc)


def _info(part: dict[str, Any]) -> dict[str, Any]:
    info = part.get("info")
    return info if isinstance(info, dict) else {}


def _declared_type(part: dict[str, Any]) -> str:
    declared = _info(part).get("mimetype", part.get("mimetype"))
    return plain_text(declared, 100).lower()
