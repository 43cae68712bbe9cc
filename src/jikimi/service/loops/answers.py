"""What comes back: the letterbox of the door, and the mailboxes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from django.utils import timezone

from jikimi.routes.email.incoming.base import Found, InboxUnavailable, Mailbox, Place
from jikimi.service.loops.engine import Engine
from jikimi.service.loops.held import held
from jikimi.service.loops.undone import Undone
from jikimi.takedown.actions.open_letterbox import claim_letterbox_item, open_letterbox_item
from jikimi.takedown.actions.read_inbox import (
    claim_inbox,
    inbox_was_not_read,
    inbox_was_read,
    read_since,
    take_letter,
)
from jikimi.takedown.models import Answer, Inbox
from jikimi.takedown.refusals import NotOurs


async def open_next(engine: Engine) -> bool:
    """Whether something lay in the letterbox."""
    now = timezone.now()
    item = await engine.database(claim_letterbox_item, now=now, lease_s=engine.pace.lease_s)
    if item is None:
        return False
    try:
        answer = await engine.database(open_letterbox_item, item, now=timezone.now())
    except NotOurs:
        return True
    if answer is not None:
        _tell(engine, answer)
    elif item.problem:
        engine.voice.not_done(
            Undone.ANSWER, "Something in the letterbox could not be opened. Please look: jikimi answers"
        )
    return True


async def read_next(engine: Engine, mailbox: Mailbox) -> bool:
    """Whether there were letters. A mailbox that cannot be read is told, and tried again later."""
    now = timezone.now()
    inbox = await engine.database(claim_inbox, mailbox.account, now=now, lease_s=engine.pace.lease_s)
    if inbox is None:
        return False
    try:
        async with held(engine, inbox):
            return await _read(engine, mailbox, inbox)
    except NotOurs:
        return False


async def _read(engine: Engine, mailbox: Mailbox, inbox: Inbox) -> bool:
    what = "Reading the inbox"
    try:
        since = await engine.database(read_since, inbox)
        place = Place(inbox.validity, inbox.last_uid, since)
        letters = await asyncio.to_thread(mailbox.fetch, place)
        for found in letters:
            await _take(engine, mailbox, inbox, found)
    except InboxUnavailable as trouble:
        await engine.database(inbox_was_not_read, inbox, str(trouble), now=timezone.now())
        engine.voice.not_done(Undone.INBOX, f"{what}: {trouble}")
        return False
    pause = timedelta(seconds=0 if letters else engine.pace.inbox_s)
    await engine.database(inbox_was_read, inbox, next_look_at=timezone.now() + pause)
    return bool(letters)


async def _take(engine: Engine, mailbox: Mailbox, inbox: Inbox, found: Found) -> None:
    answer = await engine.database(
        take_letter, inbox, found.raw, validity=found.validity, uid=found.uid, now=timezone.now()
    )
    # Only now: what crashes before this is read once more, and known again.
    await asyncio.to_thread(mailbox.done, found)
    if answer is not None:
        _tell(engine, answer)


def _tell(engine: Engine, answer: Answer) -> None:
    whose = f"notice {answer.notice.public_id}" if answer.notice else "no notice that we know"
    waits = f" {answer.waits_for}" if answer.waits_for else ""
    engine.voice.say(f"Answer {answer.pk} to {whose}: {answer.kind}.{waits}")
