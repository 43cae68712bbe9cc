"""Short ways to a sighting that can be confirmed, and to notices."""

from __future__ import annotations

from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.takedown.actions.begin_attempt import claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
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
        letterhead=letterhead(),
        now=timezone.now(),
    )


def claimed_notice(lease_s: float = 60.0) -> Notice:
    notice = claim_notice(now=timezone.now(), lease_s=lease_s, due_by=timezone.now())
    assert notice is not None
    return notice
