"""A way of sending that does what a test says, and the loop over it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils import timezone

from jikimi.playbooks.load import load_all
from jikimi.routes.base import OutgoingNotice, Receipt, ReceiptGrade
from jikimi.service.loops.engine import Pace
from jikimi.service.loops.send import find_unknown, send_next
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice, NoticeState
from tests.watch.engine import QUICK, Heard, engine_over, letterhead
from tests.watch.memory_source import MemorySource

SEQUENCE = """
name = "a place that is asked twice"
sources = ["matrix"]
languages = ["en"]
answers = "Nothing."
order = "sequence"
next_route_after = "24h"

[[route]]
kind = "matrix_report"
destination = "${homeserver}"
law = "eu-dsa-16"

[[route]]
kind = "email"
destination = "${admin_contact}"
law = "eu-dsa-16"

[checks]
after_asking = ["1m"]
once_gone = ["1h"]
stop_after = "30d"
"""


@dataclass
class ScriptedRoute:
    """Says what it is told to say. `sent` holds what it was given."""

    kind: str
    says: Callable[[], Receipt]
    sent: list[OutgoingNotice] = field(default_factory=list)

    async def send(self, notice: OutgoingNotice) -> Receipt:
        self.sent.append(notice)
        return await asyncio.to_thread(self.says)


def takes() -> Receipt:
    return Receipt(ReceiptGrade.HANDED_OVER, timezone.now(), "4711", "250 Ok")


def says(error: Exception) -> Callable[[], Receipt]:
    def raise_it() -> Receipt:
        raise error

    return raise_it


def in_sequence(folder: Path) -> Letterhead:
    (folder / "platforms").mkdir()
    (folder / "platforms" / "matrix-homeserver.toml").write_text(SEQUENCE)
    return replace(letterhead(), playbooks=load_all([folder]))


def run_sender(*routes: ScriptedRoute, pace: Pace = QUICK, times: int = 1) -> Heard:
    heard = Heard()

    async def run() -> None:
        async with engine_over(
            MemorySource(), heard, routes={route.kind: route for route in routes}, pace=pace
        ) as engine:
            await find_unknown(engine)
            for _ in range(times):
                try:
                    await send_next(engine, None)
                except ZeroDivisionError as trouble:
                    engine.voice.trouble("Sending notices", trouble)

    asyncio.run(run())
    return heard


def only(notices: list[Notice], kind: str) -> Notice:
    """The one of this kind; the other is out of the way."""
    Notice.objects.exclude(route=kind).update(state=NoticeState.WITHDRAWN, send_after=None)
    return next(notice for notice in notices if notice.route == kind)


def state(notice: Notice) -> str:
    return str(Notice.objects.get(pk=notice.pk).state)
