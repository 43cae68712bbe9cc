"""Looks at given links: after a yes where they tell who looked, at uneven times, ever more rarely."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from jikimi.cases.actions.protect import protect
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.fingerprint.film import still
from jikimi.service.link_lines import line
from jikimi.service.loops.look import look_next
from jikimi.service.loops.rhythms import bar_of
from jikimi.sources.base import Grade, Learnt, LinkAddress, Observation
from jikimi.takedown.actions.allow_look import LATEST_FIRST_LOOK, allow_look
from jikimi.takedown.actions.ask_for_given_links import ask_for_given_links
from jikimi.takedown.actions.end_attempt import look_soon
from jikimi.takedown.actions.let_link_go import let_link_go
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.certainty import Bar
from jikimi.takedown.gone_words import gone_words, rule_words
from jikimi.takedown.look_at import address_of
from jikimi.takedown.models import Check, Link, Notice
from jikimi.takedown.next_step import Looks
from jikimi.takedown.queries import summary
from jikimi.takedown.refusals import Refused
from jikimi.takedown.stuck.links import stuck_links
from tests.takedown.found import confirmed, sighting_of
from tests.takedown.web_links.given import LOOKS, POST, SIGNED, added, look
from tests.watch.engine import QUICK, Heard, engine_over, letterhead
from tests.watch.memory_source import MemorySource
from tests.watch.pictures import record_of, seen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("which", ["page", "file"])
def test_an_address_that_tells_who_looks_waits_for_a_yes(caseworker: Actor, case: Case, which: str) -> None:
    link = added(caseworker, case, SIGNED) if which == "page" else added(caseworker, case, media=SIGNED)
    now = timezone.now() + timedelta(days=30)
    # Not even when something else gives it a time.
    Link.objects.update(next_check_at=now)
    assert claim_link(["web"], now=now, lease_s=60, due_by=now) is None
    assert summary().links_that_wait_for_a_yes == 1
    now = timezone.now()
    allow_look(caseworker, link, now=now)
    assert link.next_check_at is not None
    assert timedelta() < link.next_check_at - now <= LATEST_FIRST_LOOK
    assert Link.objects.get().look_allowed_by == caseworker.pseudonym
    with pytest.raises(Refused, match="looked at already"):
        allow_look(caseworker, link, now=now)


def test_a_no_ends_the_waiting_until_somebody_says_yes(
    caseworker: Actor, other_team: Actor, case: Case
) -> None:
    link, now = added(caseworker, case, SIGNED), timezone.now()
    assert [one.do[-1] for one in stuck_links(caseworker, now)] == [
        f"jikimi links let-go {link.pk} --why ..."
    ]
    with pytest.raises(Refused, match="Say why"):
        let_link_go(caseworker, link, why=" ", now=now)
    with pytest.raises(PermissionRefused):
        let_link_go(other_team, link, why="x", now=now)
    let_link_go(caseworker, link, why="hush-why", now=now)
    link = Link.objects.get()
    assert list(stuck_links(caseworker, now)) == []
    assert summary().links_that_wait_for_a_yes == 0
    assert "let go: hush-why" in line(link, Bar())
    allow_look(caseworker, link, now=now)
    assert (Link.objects.get().let_go_at, Link.objects.get().waits_for_yes) == (None, False)


def test_a_wrong_address_is_looked_at_no_more(caseworker: Actor, case: Case) -> None:
    link, now = added(caseworker, case), timezone.now()
    (notice,) = ask_for_given_links(
        caseworker, [link], ground="look", proof="kept", letterhead=letterhead(), now=now
    )
    Notice.objects.update(state="handed over")
    with pytest.raises(Refused, match=notice.public_id):
        let_link_go(caseworker, link, why="A mistyped address.", now=now)
    Notice.objects.update(state="retracted")
    let_link_go(caseworker, link, why="A mistyped address.", now=now)
    later = now + timedelta(days=400)
    assert claim_link(["web"], now=later, lease_s=60, due_by=later) is None


def test_its_looks_come_at_uneven_times(caseworker: Actor, case: Case) -> None:
    allow_look(caseworker, added(caseworker, case, SIGNED), now=timezone.now())
    pauses = set()
    for _ in range(6):
        link = look(Grade.LIVE)
        assert link.next_check_at is not None
        assert link.last_look_at is not None
        pauses.add((link.next_check_at - link.last_look_at).total_seconds())
    assert all(10 <= pause <= 150 for pause in pauses)
    assert len(pauses) > 3


def test_receipts_do_not_make_a_waiting_link_due(caseworker: Actor, case: Case) -> None:
    (notice, *_) = confirmed(caseworker, sighting_of(caseworker, case))
    Link.objects.update(waits_for_yes=True, next_check_at=None)
    look_soon(notice, (60,), timezone.now())
    later = timezone.now() + timedelta(days=1)
    assert claim_link(["matrix"], now=later, lease_s=60, due_by=later) is None


def test_what_a_look_learns_is_kept_sealed_and_used_again(caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    link = added(caseworker, case)
    first = address_of(link)
    assert (len(first.protected), first.known, first.media) == (1, (), None)
    picture = still(seen("astronaut"))
    learnt = Learnt(media="https://board.example/17.jpg", likeness=picture, shown_in_page=True)
    second = address_of(look(Grade.LIVE, learnt=learnt))
    assert (second.media, len(second.known), second.shown_in_page) == (learnt.media, 1, True)
    third = address_of(look(Grade.LIVE, learnt=Learnt(media="https://other.example/1.jpg")))
    assert third.media == learnt.media, "what is known stays"
    kept = Check.objects.values().first()
    assert kept is not None
    assert "board.example" not in str({name: value for name, value in kept.items() if name != "sealed"})
    assert Check.objects.latest("pk").all_seen["final_url"] == POST


def test_every_vantage_has_its_own_look(caseworker: Actor, case: Case) -> None:
    added(caseworker, case)
    now = timezone.now()
    link = claim_link(["web"], now=now, lease_s=60, due_by=now)
    assert link is not None
    parts = tuple(Observation(Grade.GONE, now, vantage=name) for name in ("direct", "kr"))
    both = Observation(Grade.GONE, now, vantage="direct, kr", parts=parts, gone_from=("direct", "kr"))
    record_check(link, both, now=now, looks=LOOKS)
    assert list(Check.objects.order_by("pk").values_list("vantage", flat=True)) == ["direct", "kr"]
    assert Link.objects.get().gone_from == ["direct", "kr"]
    assert Link.objects.get().looks == 1


def test_the_loop_gives_a_web_look_what_it_needs(caseworker: Actor, case: Case) -> None:
    protect(caseworker, case, kind="original", record=record_of("astronaut"))
    added(caseworker, case)
    given: list[LinkAddress] = []

    class Web(MemorySource):
        async def still_there(self, link: LinkAddress) -> Observation:
            given.append(link)
            return Observation(Grade.LIVE, datetime.now(UTC))

    async def run() -> None:
        async with engine_over(Web(kind="web"), Heard(), pace=QUICK) as engine:
            assert await look_next(engine, None)

    asyncio.run(run())
    assert (given[0].post, len(given[0].protected)) == (POST, 1)
    assert Link.objects.get().state == "live"


def test_the_rule_is_the_playbooks_and_is_said_in_words(caseworker: Actor, case: Case) -> None:
    playbooks = letterhead().playbooks
    rule = playbooks.platforms["generic-web-host"].gone_rule
    bar = bar_of(playbooks, "generic-web-host", 5, None)
    assert (bar.looks, bar.apart, bar.places) == (rule.looks, rule.apart, min(rule.vantages, 5))
    assert rule_words(Bar(3, timedelta(days=4), 2)) == "3 looks over 4 days from 2 places"
    added(caseworker, case)
    assert gone_words(look(Grade.GONE), bar).startswith(
        "not sure yet: gone in 1 look from 1 place, of 3 looks"
    )
    assert "gone in 2 looks" in gone_words(look(Grade.GONE), bar)


def test_over_two_years_looks_become_rare_and_end(caseworker: Actor, case: Case) -> None:
    """In the playbooks that come with Jikimi."""
    checks = letterhead().playbooks.platforms["generic-web-host"].checks
    looks = Looks(LOOKS.bar, checks.after_asking_s, checks.once_gone_s, checks.stop_after.total_seconds())
    added(caseworker, case)
    now = begin = timezone.now()
    pauses, count = [], 0
    while Link.objects.get().next_check_at is not None:
        link = claim_link(["web"], now=now, lease_s=60, due_by=now)
        assert link is not None
        record_check(link, Observation(Grade.GONE, now), now=now, looks=looks)
        due = Link.objects.get().next_check_at
        if due is not None:
            pauses.append(due - now)
            now = due
        count += 1
    assert timedelta(days=730) <= now - begin <= timedelta(days=800)
    assert pauses[2:] == sorted(pauses[2:])
    assert 25 <= count <= 60
