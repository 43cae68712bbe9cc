"""Short ways to a sighting that can be confirmed, and to notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.playbooks.load import load_all
from jikimi.playbooks.rate_limit import Rate
from jikimi.routes.base import Receipt, ReceiptGrade
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice
from jikimi.watch.models import Sighting
from tests.people import OPERATOR
from tests.watch.engine import letterhead
from tests.watch.pictures import record_of, seen
from tests.watch.recorded import file_of, follower, new_room, record


def sighting_of(caseworker: Actor, case: Case, how: str = "altered", post_id: str = "$1") -> Sighting:
    """A picture of the astronaut (`itself`, `altered`, `mirrored_part`) that was seen in a room."""
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    room = new_room(OPERATOR)
    (sighting,) = record(room, [file_of(post_id, seen("astronaut", how), follower())])
    return sighting


def sightings_of(caseworker: Actor, case: Case, *post_ids: str) -> list[Sighting]:
    """The altered astronaut, seen in so many posts of one room."""
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    bank, room = follower(), new_room(OPERATOR)
    return record(room, [file_of(post_id, seen("astronaut", "altered"), bank) for post_id in post_ids])


def confirmed(caseworker: Actor, sighting: Sighting) -> list[Notice]:
    return confirm_sighting(
        caseworker,
        sighting,
        ground="region_map",
        words="Her face, another body.",
        proof="kept",
        letterhead=letterhead(),
        now=timezone.now(),
    )


def asked_by(
    folder: Path, *routes: str, order: str = 'order = "parallel"', gather_s: float = 0
) -> Letterhead:
    """The place is asked by these routes: each the inner part of a [[route]] table."""
    (folder / "platforms").mkdir(exist_ok=True)
    tables = "\n".join(f'[[route]]\nlaw = "eu-dsa-16"\n{route}\n' for route in routes)
    (folder / "platforms" / "matrix-homeserver.toml").write_text(
        f'name = "a place"\nsources = ["matrix"]\nlanguages = ["en"]\nanswers = "Differs."\n{order}\n{tables}'
    )
    return replace(letterhead(), playbooks=load_all([folder]), gather=timedelta(seconds=gather_s))


def taken(notice: Notice, at: datetime | None = None, *, limit: Rate | None = None) -> Notice:
    """Sent at `at`, with its receipt."""
    now = at or timezone.now()
    Notice.objects.filter(pk=notice.pk).update(send_after=now, rank=0)
    ours = claim_notice(now=now, lease_s=60, due_by=now)
    assert ours is not None
    assert ours.pk == notice.pk
    attempt = begin_attempt(ours, now=now, limit=limit)
    assert attempt is not None
    record_receipt(ours, attempt, Receipt(ReceiptGrade.HANDED_OVER, now, "4711"), now=now)
    return Notice.objects.get(pk=notice.pk)


def claimed_notice(lease_s: float = 60.0) -> Notice:
    notice = claim_notice(now=timezone.now(), lease_s=lease_s, due_by=timezone.now())
    assert notice is not None
    return notice
