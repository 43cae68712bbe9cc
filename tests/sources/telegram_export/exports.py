"""Exports as Telegram Desktop writes them, with every shape that a message may have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
TOO_LARGE = "(File exceeds maximum size. Change data exporting settings to download.)"
UNAVAILABLE = "(File unavailable, please try again later)"

BASE: dict[str, Any] = {
    "type": "message",
    "date": "2024-08-20T10:00:00",
    "date_unixtime": "1724148000",
    "from": "Somebody",
    "from_id": "user1001",
    "text": "",
    "text_entities": [],
}


def message(number: int | None, **more: Any) -> dict[str, Any]:
    return {**({} if number is None else {"id": number}), **BASE, **more}


def shapes() -> list[dict[str, Any]]:
    """One of each, in the order of their ids."""
    return [
        message(1, text="plain words"),
        message(
            2,
            text=["see ", {"type": "link", "text": "https://example.org"}, {"type": "bold", "text": "b"}],
            text_entities=[{"type": "plain", "text": "see "}, {"type": "link", "text": "https://example.org"}],
        ),
        message(3, photo="photos/photo_1.jpg", photo_file_size=1234, width=800, height=600),
        message(4, file="files/scan.png", file_name="scan.png", file_size=10, mime_type="image/png",
                thumbnail="files/scan.png_thumb.jpg", thumbnail_file_size=5, width=9, height=9),
        message(5, file="video_files/v.mp4", media_type="video_file", mime_type="video/mp4",
                thumbnail="video_files/v.mp4_thumb.jpg", duration_seconds=9),
        message(6, file="video_files/a.mp4", media_type="animation", mime_type="video/mp4",
                thumbnail="video_files/a.mp4_thumb.jpg"),
        message(7, file="round_video_messages/r.mp4", media_type="video_message", mime_type="video/mp4",
                thumbnail="round_video_messages/r.mp4_thumb.jpg"),
        message(8, file="stickers/s.webp", media_type="sticker", sticker_emoji="x",
                thumbnail="stickers/s.webp_thumb.jpg"),
        message(9, file="stickers/t.tgs", media_type="sticker", thumbnail="stickers/t.tgs_thumb.jpg"),
        message(10, file="voice_messages/a.ogg", media_type="voice_message", mime_type="audio/ogg"),
        message(11, file="files/song.mp3", media_type="audio_file", mime_type="audio/mpeg",
                thumbnail="files/song.mp3_thumb.jpg", performer="x", title="y"),
        message(12, file="files/doc.pdf", mime_type="application/pdf", thumbnail="files/doc.pdf_thumb.jpg"),
        message(13, photo=NOT_INCLUDED, width=800, height=600),
        message(14, file=TOO_LARGE, mime_type="image/png", file_name="large.png"),
        message(15, file=TOO_LARGE, media_type="video_file", mime_type="video/mp4",
                thumbnail="video_files/big.mp4_thumb.jpg"),
        message(16, file=NOT_INCLUDED, media_type="video_file", mime_type="video/mp4",
                thumbnail=NOT_INCLUDED),
        message(17, file=UNAVAILABLE, mime_type="image/jpeg"),
        message(18, file=NOT_INCLUDED, media_type="voice_message", mime_type="audio/ogg"),
        message(19, photo="photos/photo_2.jpg", forwarded_from="Somebody else", saved_from="x"),
        message(20, photo="photos/photo_3.jpg", reply_to_message_id=3, edited="2024-08-21T10:00:00",
                edited_unixtime="1724234400", via_bot="@bot", self_destruct_period_seconds=5),
        message(21, poll={"question": "?", "closed": False, "total_voters": 0,
                          "answers": [{"text": "a", "voters": 0, "chosen": False}]}),
        message(22, location_information={"latitude": 1.5, "longitude": 2.5}, place_name="p", address="q"),
        message(23, contact_information={"first_name": "A", "last_name": "", "phone_number": "+1"},
                contact_vcard="contacts/contact_1.vcard"),
        {"id": -999_983_000, "type": "service", "date": "2024-08-20T10:00:00", "date_unixtime": "1724148000",
         "actor": "A", "actor_id": "channel77", "action": "edit_group_photo", "photo": "photos/photo_4.jpg",
         "text": ""},
        {"id": 25, "type": "service", "date": "2024-08-20T10:00:00", "actor": None, "action": "topic_created",
         "title": "t", "text": "", "text_entities": []},
        message(26, photo="photos/photo_5.jpg", **{"from": None, "from_id": "channel42"}),
        message(None, photo="photos/photo_6.jpg"),
        message(28, game_title="g", game_description="d", invoice_information={"title": "t", "amount": 1}),
        message(29, photo="../../secret.jpg"),
        message(30, photo="/etc/passwd"),
        message(31, photo={"new": "shape"}),
        message(32, paid_stars_amount=5),
        message(33, file="files/no-name", file_size=7),
        message(34, file="video_files/plain.mp4", mime_type="video/mp4"),
        message(35, file="files/x.gif", media_type="animation", mime_type="image/gif"),
    ]  # fmt: skip


def single_chat(messages: list[Any]) -> dict[str, Any]:
    return {"name": "A room", "type": "public_supergroup", "id": 4242, "messages": messages}


def whole_account(chats: dict[int, list[Any]], left: dict[int, list[Any]]) -> dict[str, Any]:
    def listed(of: dict[int, list[Any]]) -> dict[str, Any]:
        return {
            "about": "...",
            "list": [
                {"name": None, "type": "private_supergroup", "id": number, "messages": messages}
                for number, messages in of.items()
            ],
        }

    return {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "x", "messages": ["not a chat"]},
        "profile_pictures": [{"date": "2024-01-01T00:00:00", "photo": "profile_pictures/p.jpg"}],
        "contacts": {"about": "", "list": [{"first_name": '[}{"', "phone_number": ""}] * 30},
        "chats": listed(chats),
        "left_chats": listed(left),
        "other_data": {"deep": [[[{"a": "]"}]]]},
    }


def write(folder: Path, content: Any, indent: int | None = 1) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=indent)
    (folder / "result.json").write_text(text, encoding="utf-8")
    return folder
