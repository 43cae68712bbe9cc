"""Links that a person gave: who may add them, which wait for a yes, and what a return brings."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.close_case import close_case
from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case, Consent
from jikimi.fingerprint.film import still
from jikimi.service.loops.look import look_next
from jikimi.service.loops.rhythms import bar_of
from jikimi.sources.base import Grade, Learnt, LinkAddress, Observation
from jikimi.takedown.actions.add_link import add_link
from jikimi.takedown.actions.allow_look import LATEST_FIRST_LOOK, allow_look
from jikimi.takedown.actions.ask_for_given_links import ask_for_given_links
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.actions.end_attempt import look_soon
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.certainty import Bar
from jikimi.takedown.gone_words import gone_words, rule_words
from jikimi.takedown.look_at import address_of
from jikimi.takedown.models import Check, Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.next_step import Looks
from jikimi.takedown.queries import links_visible_to, summary
from jikimi.takedown.refusals import Refused
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.watch.engine import QUICK, Heard, engine_over, letterhead
from tests.watch.memory_source import MemorySource
from tests.watch.pictures import record_of, seen

pytestmark = pytest.mark.django_db(transaction=True)

POST = "https://board.example/post/17"
SIGNED = "https://cdn.example/v/17.jpg?X-Amz-Signature=0f1e2d"
LOOKS = Looks(Bar(apart=timedelta(0)), after_asking=(10, 100), once_gone=(50, 500), stop_after_s=5000)


def added(actor: Actor, case: Case, address: str = POST, **other: str) -> Link:
    link, _new = add_link(actor, case, address, playbooks=letterhead().playbooks, now=timezone.now(), **other)
    return Link.objects.get(pk=link.pk)


def look(grade: Grade, *, learnt: Learnt | None = None, after: timedelta = timedelta()) -> Link:
    """One look at the one link, as the loop writes it down."""
    now = timezone.now() + after
    Link.objects.update(next_check_at=now, lease_until=None)
    link = claim_link(["web", "matrix"], now=now, lease_s=60, due_by=now)
    assert link is not None
    observed = Observation(grade, now, sealed={"final_url": POST}, learnt=learnt or Learnt())
    record_check(link, observed, now=now, looks=LOOKS, letterhead=letterhead())
    return Link.objects.get()


def test_a_given_link_is_looked_at_without_a_sighting_or_a_room(caseworker: Actor, case: Case) -> None:
    link = added(caseworker, case, " https://BOARD.example/post/17#top ")
    assert (link.post, link.room, link.source) == (POST, "https://board.example", "web")
    assert (link.sighting, link.platform) == (None, "generic-web-host")
    assert not link.waits_for_yes
    assert look(Grade.GONE).looks == 1
    assert look(Grade.GONE).state == "gone"
    again, new = add_link(caseworker, case, POST, playbooks=letterhead().playbooks, now=timezone.now())
    assert (again.pk, new) == (link.pk, False)


def test_the_address_leads_to_its_platform(caseworker: Actor, case: Case) -> None:
    assert added(caseworker, case, "https://x.com/somebody/status/1789012345678901234").platform == "x"
    assert added(caseworker, case, POST, platform="discord").platform == "discord"
    with pytest.raises(Refused, match="no such platform"):
        added(caseworker, case, POST, platform="elsewhere")


def test_what_is_refused_leaves_nothing(caseworker: Actor, case: Case) -> None:
    for bad in ("board.example/post", "ftp://board.example/", "https://a b/", "matrix://here/!r:here"):
        with pytest.raises(Refused, match="https://"):
            added(caseworker, case, bad)
    allow_place(caseworker, case, "https://school.example/team")
    with pytest.raises(Refused, match="the case allows"):
        added(caseworker, case, "https://school.example/team/photo/3")
    close_case(caseworker, case)
    case.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        added(caseworker, case)
    assert not Link.objects.exists()


def test_who_may_not(caseworker: Actor, case: Case, other_team: Actor, operator: Actor) -> None:
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            added(actor, case)
    link = added(caseworker, case, SIGNED)
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            allow_look(actor, link, now=timezone.now())
    assert not links_visible_to(other_team)
    assert Link.objects.get().waits_for_yes


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


def returned(caseworker: Actor, case: Case) -> tuple[Notice, Notice]:
    """Two ways were taken, the link went, and came back."""
    report, mail = confirmed(caseworker, sighting_of(caseworker, case))
    asked = timezone.now()
    for notice, state in ((report, NoticeState.ACKNOWLEDGED), (mail, NoticeState.HANDED_OVER)):
        Notice.objects.filter(pk=notice.pk).update(state=state, send_after=None)
        NoticeLink.objects.filter(notice=notice).update(asked_at=asked)
    for grade in (Grade.GONE, Grade.GONE, Grade.LIVE):
        look(grade)
    return report, mail


def test_a_return_prepares_the_notice_that_worked_and_waits_for_a_yes(caseworker: Actor, case: Case) -> None:
    report, _mail = returned(caseworker, case)
    link = Link.objects.get()
    assert (link.state, link.returns, link.rhythm_step) == ("came back", 1, 1)
    prepared = Notice.objects.get(state=NoticeState.PREPARED)
    assert (prepared.route, prepared.law, prepared.ground) == (report.route, report.law, report.ground)
    assert report.public_id in prepared.reason
    assert list(prepared.links.all()) == [link]
    assert prepared.body != report.body, "its own number and date"
    assert Check.objects.filter(link=link).count() == 3, "its history is whole"
    look(Grade.LIVE)
    assert Notice.objects.filter(state=NoticeState.PREPARED).count() == 1


def test_what_cannot_be_prepared_is_said_and_the_return_is_recorded(
    caseworker: Actor, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("The name of the centre is missing.")

    monkeypatch.setattr("jikimi.takedown.actions.prepare_again.write_notice", refuse)
    returned(caseworker, case)
    link = Link.objects.get()
    assert link.state == "came back"
    assert "no notice could be prepared: The name of the centre is missing." in link.problem


def test_nobody_was_asked_so_nothing_is_prepared(caseworker: Actor, case: Case) -> None:
    added(caseworker, case)
    for grade in (Grade.GONE, Grade.GONE, Grade.LIVE):
        look(grade)
    assert Link.objects.get().state == "came back"
    assert not Notice.objects.exists()


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


def test_a_prepared_return_is_sent_with_the_yes(caseworker: Actor, case: Case) -> None:
    returned(caseworker, case)
    prepared = Notice.objects.get(state=NoticeState.PREPARED)
    send_prepared(caseworker, prepared, now=timezone.now())
    assert claimed_notice().pk == prepared.pk


def asked_for(actor: Actor, *links: Link, ground: str = "statement", proof: str = "kept") -> list[Notice]:
    return ask_for_given_links(
        actor, links, ground=ground, proof=proof, letterhead=letterhead(), now=timezone.now()
    )


def test_given_links_of_a_place_share_a_notice(caseworker: Actor, case: Case) -> None:
    links = [added(caseworker, case, f"{POST}{number}") for number in range(3)]
    notices = asked_for(caseworker, *links, links[0])
    assert notices
    for notice in notices:
        assert list(notice.links.order_by("pk")) == links
        assert all(str(link.post) in str(notice.body) for link in links)


@pytest.mark.parametrize("at_once", [True, False])
def test_two_sites_never_share_a_notice_although_nobody_knows_yet_whither(
    caseworker: Actor, case: Case, at_once: bool
) -> None:
    links = [added(caseworker, case, f"https://{site}.example/1") for site in ("one", "other")]
    unknown = replace(letterhead(), place_of=lambda _: {}, gather=timedelta(minutes=1))

    def ask(*some: Link) -> list[Notice]:
        return ask_for_given_links(
            caseworker, some, ground="look", proof="kept", letterhead=unknown, now=timezone.now()
        )

    notices = ask(*links) if at_once else [*ask(links[0]), *ask(links[1])]
    assert len({notice.pk for notice in notices}) == 2
    assert all(notice.state == NoticeState.NOT_SENT and notice.links.count() == 1 for notice in notices)


def test_a_notice_that_names_several_sites_is_not_sent_to_one_of_them(caseworker: Actor, case: Case) -> None:
    one, other = (added(caseworker, case, f"https://{site}.example/1") for site in ("one", "other"))
    unknown = replace(letterhead(), place_of=lambda _: {})
    (notice,) = ask_for_given_links(
        caseworker, [one], ground="look", proof="kept", letterhead=unknown, now=timezone.now()
    )
    NoticeLink.objects.create(notice=notice, link=other)
    known = replace(letterhead(), place_of=lambda room: {"abuse_contact": f"abuse@{urlsplit(room).netloc}"})
    with pytest.raises(Refused, match="several places"):
        send_again(caseworker, notice, letterhead=known, now=timezone.now())
    assert Notice.objects.get().state == NoticeState.NOT_SENT


def test_what_must_not_be_asked_for(
    caseworker: Actor, case: Case, other_team: Actor, operator: Actor
) -> None:
    link = added(caseworker, case)
    for actor in (other_team, operator, ENGINE):
        with pytest.raises(PermissionRefused):
            asked_for(actor, link)
    with pytest.raises(Refused, match="no map"):
        asked_for(caseworker, link, ground="region_map")
    with pytest.raises(Refused, match="Is proof kept"):
        asked_for(caseworker, link, proof="")
    confirmed(caseworker, sighting_of(caseworker, case))
    others = Notice.objects.count()
    with pytest.raises(Refused, match="jikimi confirm"):
        asked_for(caseworker, link, Link.objects.exclude(sighting=None).get())
    withdraw_consent(caseworker, case, Consent.Kind.ASK_PLATFORMS)
    with pytest.raises(Refused, match="not said yes"):
        asked_for(caseworker, link)
    assert Notice.objects.count() == others, "nothing half-written"
