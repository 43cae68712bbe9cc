"""One message of an export, in any shape it may have, to what there is to look at in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_PLACEHOLDERS = {
    "(File not included": "The export was made without this file. Export again with photos and files ticked.",
    "(File exceeds maximum size": (
        "The export left this file out because of its size. Export again with a larger size limit."
    ),
    "(File unavailable": "Telegram could not give this file when the export was made. Export again.",
}
_OTHER_PLACEHOLDER = "The export does not contain this file."
_UNKNOWN_SHAPE = "This message names its file in a form that Jikimi does not know."
_NO_PREVIEW = "This moving sticker has no preview picture in the export, so nothing of it could be compared."
_MOVES = {"video_file", "video_message", "animation"}
_SOUNDS = {"voice_message", "audio_file"}
_MOVING_STICKERS = (".tgs", ".webm")
_DRAWN = ".tgs"
"""Lines that move, drawn by the telephone: there is no photograph in them."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A path as the export writes it, from its own folder, the size it states, and a video's preview."""

    path: str
    size: int | None
    preview: NamedFile | None = None


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """`files` are what there is to look at; `preview` says that it is only a thumbnail of something larger.

    `problem` is a sentence where there is something to look at that the export does not contain.
    """

    id: str | None
    when: datetime | None
    author: str
    files: tuple[NamedFile, ...] = ()
    preview: bool = False
    problem: str | None = None


def read_message(message: Any) -> ReadMessage | None:
    """What a message, or a service message such as a new group photo, holds. None for what is neither."""
    if not isinstance(message, dict):
        return None
    number = message.get("id")
    identity = str(number) if isinstance(number, int) and not isinstance(number, bool) else None
    about = (identity, _when(message), _author(message))
    if any(not isinstance(message.get(key) or "", str) for key in ("photo", "file", "thumbnail")):
        return ReadMessage(*about, problem=_UNKNOWN_SHAPE)
    return _with_media(message, about)


def _with_media(message: dict[str, Any], about: tuple[str | None, datetime | None, str]) -> ReadMessage:
    photo, file, thumbnail = (_text(message, key) for key in ("photo", "file", "thumbnail"))
    whole = photo or file
    size = _number(message, "photo_file_size" if photo else "file_size")
    preview = [NamedFile(thumbnail, _number(message, "thumbnail_file_size"))] if _is_there(thumbnail) else []
    if whole and not photo and _moves(message, file):
        if _is_there(file) and not file.lower().endswith(_DRAWN):
            return ReadMessage(*about, (NamedFile(file, size, preview[0] if preview else None),))
        missing = None if preview else _why_missing(file) or _NO_PREVIEW
        return ReadMessage(*about, tuple(preview), preview=True, problem=missing)
    if not whole or (not photo and message.get("media_type") in _SOUNDS):
        return ReadMessage(*about, tuple(preview), preview=bool(preview))
    if why := _why_missing(whole):
        return ReadMessage(*about, tuple(preview), preview=True, problem=None if preview else why)
    # What a file is, its content says; where its name does not promise a picture, the preview is taken too.
    beside = [] if photo or _text(message, "mime_type").startswith("image/") else preview
    return ReadMessage(*about, (NamedFile(whole, size), *beside))


def _is_there(path: str) -> bool:
    return bool(path) and _why_missing(path) is None


def _why_missing(path: str) -> str | None:
    if not path.startswith("(File "):
        return None
    return next((why for words, why in _PLACEHOLDERS.items() if path.startswith(words)), _OTHER_PLACEHOLDER)


def _moves(message: dict[str, Any], file: str) -> bool:
    kind, mime = message.get("media_type"), _text(message, "mime_type")
    if kind == "sticker":
        return file.lower().endswith(_MOVING_STICKERS)
    return mime.startswith("video/") or (kind in _MOVES and not mime.startswith("image/"))


def _when(message: dict[str, Any]) -> datetime | None:
    try:
        if seconds := message.get("date_unixtime"):
            return datetime.fromtimestamp(int(seconds), UTC)
        # Without a zone: the exporting machine's own, which nobody knows here.
        date = datetime.fromisoformat(_text(message, "date"))
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _author(message: dict[str, Any]) -> str:
    for key in ("from_id", "actor_id", "from", "actor", "author"):
        value = message.get(key)
        if isinstance(value, (str, int)) and value not in ("", 0):
            return _whole(str(value)[:256])
    return ""


def _text(message: dict[str, Any], key: str) -> str:
    value = message.get(key)
    return _whole(value) if isinstance(value, str) else ""


def _whole(text: str) -> str:
    """Half characters, which JSON may hold and nothing else can, become question marks."""
    return text.encode("utf-8", "replace").decode()


def _number(message: dict[str, Any], key: str) -> int | None:
    value = message.get(key)
    return value if isinstance(value, int) and value >= 0 else None
