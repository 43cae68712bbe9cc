"""A place with a law of its own, as a test wants it, and an office that is told next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from jikimi.cases.actor import Actor
from jikimi.playbooks.load import load_all
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.sources.base import Grade, Observation
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.mind_clock import claim_clock, mind_clock
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.certainty import Bar
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline, Notice
from jikimi.takedown.next_step import Looks
from jikimi.watch.models import Sighting
from tests.watch.engine import letterhead

LAW = """
name = "A law"
country = "{country}"
languages = ["en"]
then = "The office."
[sender]
may = ["anyone"]
words = "Anyone."
[[required]]
element = "address"
words = "The address."
[deadline]
{deadline}
counted_from = "{counted_from}"
time_zone = "{zone}"
counted = "As it says."
words = "In time."
{steps}
[text]
source = "A law"
to_be_confirmed = true
[draft.en]
subject = "About ${{notice_id}}"
good_faith = "We believe it."
body = '''
${{notice_id}} to ${{platform}}
${{urls}}
${{ground}} ${{good_faith}}
{history}
${{sender_name}} ${{sender_contact}}
'''
"""
STEP = (
    '[[next_step]]\nregulator = "office"\nlaw = "complaint"\nafter = "{after}"\nwords = "Tell the office."\n'
)
OFFICE = """
name = "the office"
regulator = true
languages = ["en"]
answers = "By mail."
order = "parallel"
[[route]]
kind = "email"
destination = "office@regulator.example"
law = "complaint"
"""
PLATFORM = """
name = "the place"
sources = ["matrix"]
languages = ["en"]
answers = "By mail."
order = "parallel"
[[route]]
kind = "email"
destination = "${admin_contact}"
law = "the-law"
[checks]
after_asking = ["1h"]
once_gone = ["1h"]
stop_after = "30d"
"""
IN_TURN = """[[route]]
kind = "email"
destination = "abuse@second.example"
law = "the-law"
[checks]"""
SURE = Looks(Bar(looks=2, apart=timedelta(minutes=1)))


def with_law(
    folder: Path,
    deadline: str = "hours = 48",
    *,
    counted_from: str = "receipt",
    zone: str = "UTC",
    steps: tuple[str, ...] = ("0s",),
    in_turn: bool = False,
) -> Letterhead:
    """The centre's letterhead where the place is asked under a law of this kind.

    `in_turn`: by two ways, the second a day after the first.
    """
    files: Mapping[str, str] = {
        "laws/the-law.toml": LAW.format(
            country="KR",
            deadline=deadline,
            counted_from=counted_from,
            zone=zone,
            steps="".join(STEP.format(after=after) for after in steps),
            history="",
        ),
        "laws/complaint.toml": LAW.format(
            country="KR", deadline="", counted_from="receipt", zone="UTC", steps="", history="${history}"
        ),
        "platforms/office.toml": OFFICE,
        "platforms/matrix-homeserver.toml": PLATFORM,
    }
    if in_turn:
        one_way = PLATFORM.replace('order = "parallel"', 'order = "sequence"\nnext_route_after = "24h"')
        files = {**files, "platforms/matrix-homeserver.toml": one_way.replace("[checks]", IN_TURN)}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return replace(letterhead(), playbooks=load_all([folder]))


def asked(caseworker: Actor, sighting: Sighting, by: Letterhead, now: datetime) -> Notice:
    """One notice, due; another may wait behind it."""
    notice, *_behind = confirm_sighting(
        caseworker, sighting, ground="region_map", proof="kept", letterhead=by, now=now
    )
    return notice


def sent(now: datetime) -> Notice:
    """The most urgent notice that is due, handed over at `now`."""
    notice = claim_notice(now=now, lease_s=60, due_by=now)
    assert notice is not None
    attempt = begin_attempt(notice, now=now)
    assert attempt is not None
    record_receipt(notice, attempt, GivenReceipt(ReceiptGrade.HANDED_OVER, now, "4711", "250 Ok"), now=now)
    return notice


def ring(by: Letterhead, now: datetime) -> list[Notice]:
    """Sees to every clock that rings by `now`; gives what was prepared."""
    prepared: list[Notice] = []
    while (clock := claim_clock(now=now, lease_s=60, due_by=now)) is not None:
        prepared += mind_clock(clock, letterhead=by, now=now)
    return prepared


def look(now: datetime, grade: Grade) -> None:
    """One look at the link, whenever the next was due."""
    link = claim_link(["matrix"], now=now, lease_s=60, due_by=now + timedelta(days=3650))
    if link is None:
        from jikimi.takedown.models import Link

        Link.objects.update(next_check_at=now)
        link = claim_link(["matrix"], now=now, lease_s=60, due_by=now)
    assert link is not None
    record_check(link, Observation(grade, now, {"status": 200}), now=now, looks=SURE)


def clock_of(notice: Notice) -> Deadline:
    return Deadline.objects.get(notice=notice)
