"""Notices to send in tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from jikimi.routes.base import NamedLink, OutgoingNotice

ID = "JK-ABCDEFGH2345"
MARK = "abcdefgh234567ab"
URLS = (
    "https://pictures.example/a?b=c&d=%20=.=#x",
    "https://pictures.example/" + "very-long-" * 150,
    "https://그림.example/사진/1?q=ö",
    ".hidden://starts-with-a-dot",
)


def notice(urls: tuple[str, ...] = URLS, **other: Any) -> OutgoingNotice:
    given = OutgoingNotice(
        id=ID,
        made_at=datetime(2026, 3, 9, 12, 0, tzinfo=UTC),
        platform="generic-web-host",
        law="eu-dsa-16",
        destination="abuse@host.example",
        links=tuple(
            NamedLink(url=url, room="web://room", post=f"web://post/{n}") for n, url in enumerate(urls)
        ),
        ground="Because we compared it.",
        subject="불법 콘텐츠 통지: " + ID,
        body="\n".join(
            [f"Notice {ID}", "당사자의 동의 없이", "", *urls, "", "From the harbour, with = signs.", ""]
        ),
        sender_name="Centre at the Harbour 지킴이",
        sender_contact="help@centre.example",
        return_mark=MARK,
    )
    return replace(given, **other)
