"""Reads a room's events in order, stretch by stretch (see `cursor`), without joining it."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Final

from jikimi.sources.base import SourceUnavailable
from jikimi.sources.matrix.bottom import bottom
from jikimi.sources.matrix.client import CLIENT, HomeserverClient, TooLarge, segment
from jikimi.sources.matrix.cursor import Cursor
from jikimi.sources.matrix.refusals import NOT_OPEN, need_account, refusal
from jikimi.sources.matrix.tokens import token_in

PAGE: Final = 100
# Joins and reactions carry no pictures and can outnumber the posts a hundredfold.
_FILTER: Final = json.dumps({"not_types": ["m.room.member", "m.reaction", "m.room.redaction"]})


@dataclass(frozen=True, slots=True)
class Page:
    """Events as they came, and the token of the next page (None: this stretch has no more)."""

    events: list[Any]
    following: str | None


async def events_from(
    client: HomeserverClient, cursor: Cursor, page_size: int
) -> AsyncIterator[tuple[Any, Cursor]]:
    """(event, cursor after it), up to what the server had when asked last.

    The cursor of a stretch's last event already stands behind the stretch. Errors: SourceUnavailable,
    SourceRefused.
    """
    if cursor.until is not None:
        async for event, after in _stretch(client, cursor, page_size):
            yield event, after
        cursor = Cursor(cursor.room, since=cursor.until)
    now = await live_token(client)
    if now != cursor.since:
        beginning = replace(cursor, until=now, page=cursor.since or await bottom(client, cursor.room))
        async for event, after in _stretch(client, beginning, page_size):
            yield event, after


async def live_token(client: HomeserverClient) -> str:
    """The present moment of the server's clock. Syncing nothing shows nobody as online and joins nothing.

    Synapse answers the same question for two minutes from its memory, so each one is worded anew.
    """
    nothing: dict[str, Any] = {
        "room": {"rooms": []},
        "presence": {"types": []},
        "account_data": {"types": []},
    }
    nothing["event_fields"] = [secrets.token_hex(8)]
    query = {"timeout": "0", "set_presence": "offline", "filter": json.dumps(nothing)}
    answer = await client.ask(f"{CLIENT}/sync", query)
    token = token_in(answer.body, "next_batch")
    if answer.status == 401:
        raise need_account(client)
    if not answer.ok or token is None:
        raise SourceUnavailable("The homeserver does not say how far its rooms have come.")
    return token


async def _stretch(
    client: HomeserverClient, begin: Cursor, page_size: int
) -> AsyncIterator[tuple[Any, Cursor]]:
    held: tuple[Any, Cursor] | None = None
    async for events, cursor in _pages(client, begin, page_size):
        after = cursor
        for event in events:
            if held is not None:
                yield held
            after = replace(after, after=_id_of(event) or after.after)
            held = event, after
    if held is not None:
        yield held[0], Cursor(begin.room, since=begin.until)


async def _pages(
    client: HomeserverClient, cursor: Cursor, page_size: int
) -> AsyncIterator[tuple[list[Any], Cursor]]:
    """Pages of a stretch, without what was handed out. Ends where the server leads us in circles."""
    landmark, steps, next_landmark = cursor.page, 0, 1
    while True:
        page = await _ask_for_page(client, cursor, page_size)
        yield _not_handed_out(page.events, cursor.after), cursor
        steps += 1
        if page.following is None or page.following in (cursor.page, landmark):
            return
        if steps == next_landmark:
            landmark, next_landmark = page.following, 2 * next_landmark
        cursor = replace(cursor, page=page.following, after=None)


def _not_handed_out(events: list[Any], last: str | None) -> list[Any]:
    """What comes after `last`. If it is not there any more (purged), all: rather twice than never."""
    ids = [_id_of(event) for event in events]
    return events[len(ids) - ids[::-1].index(last) :] if last is not None and last in ids else events


async def _ask_for_page(client: HomeserverClient, cursor: Cursor, page_size: int) -> Page:
    """Errors: SourceUnavailable, SourceRefused. A page too large to read is asked for in smaller ones."""
    query = {"dir": "f", "limit": str(page_size), "filter": _FILTER}
    query |= {"from": cursor.page} if cursor.page else {}
    query |= {"to": cursor.until} if cursor.until else {}
    try:
        answer = await client.ask(f"{CLIENT}/rooms/{segment(cursor.room)}/messages", query)
    except TooLarge:
        if page_size == 1:
            raise
        return await _ask_for_page(client, cursor, max(1, page_size // 4))
    if not answer.ok:
        raise refusal(client, answer, NOT_OPEN)
    events = answer.body.get("chunk")
    if not isinstance(events, list):
        raise SourceUnavailable("The homeserver's answer makes no sense.")
    return Page(events, token_in(answer.body, "end"))


def _id_of(event: Any) -> str | None:
    event_id = event.get("event_id") if isinstance(event, dict) else None
    return event_id if isinstance(event_id, str) and len(event_id) <= 255 else None
