"""Many links in one notice, never of two cases; and an outcome for each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, LedgerEntry, Team
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.sources.base import Grade, Observation
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.actions.confirm_sighting import confirm_sightings
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.record_check import claim_link, record_check
from jikimi.takedown.actions.record_not_sent import record_not_sent
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.certainty import Bar
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.next_step import Looks
from jikimi.takedown.outgoing import outgoing
from jikimi.takedown.refusals import Refused
from jikimi.watch.actions.settle_sighting import dismiss_sighting
from jikimi.watch.models import Sighting
from tests.people import OPERATOR
from tests.takedown.found import claimed_notice, sightings_of
from tests.takedown.sending.scripted import in_sequence
from tests.watch.engine import letterhead
from tests.watch.recorded import new_room

pytestmark = pytest.mark.django_db

GATHERING = replace(letterhead(), gather=timedelta(minutes=1))
SOON = Looks(Bar(apart=timedelta(0)), after_asking=(10,), once_gone=(50,))


def confirm(
    caseworker: Actor,
    *sightings: Sighting,
    by: Letterhead = GATHERING,
    ground: str = "look",
    words: str = "",
    now: datetime | None = None,
) -> list[Notice]:
    return confirm_sightings(
        caseworker,
        sightings,
        ground=ground,
        words=words,
        proof="kept",
        letterhead=by,
        now=now or timezone.now(),
    )


def names(notice: Notice) -> int:
    return NoticeLink.objects.filter(notice=notice).count()


def test_forty_links_are_one_notice_a_route(caseworker: Actor, case: Case) -> None:
    found = sightings_of(caseworker, case, *(f"${number}" for number in range(40)))
    notices = confirm(caseworker, *found, *found[:3])
    assert [(notice.route, names(notice)) for notice in notices] == [("matrix_report", 40), ("email", 40)]
    for number in range(40):
        assert f"https://matrix.to/#/!room:here/${number}?via=here" in str(notices[1].body).splitlines()
    assert LedgerEntry.objects.filter(verb="takedown.confirm_sighting").count() == 40


def test_more_than_a_notice_may_name_are_several(caseworker: Actor, case: Case) -> None:
    found = sightings_of(caseworker, case, *(f"${number}" for number in range(53)))
    mails = [notice for notice in confirm(caseworker, *found) if notice.route == "email"]
    assert [names(notice) for notice in mails] == [50, 3]
    assert Link.objects.count() == 53


def test_one_after_the_other_they_share_a_notice_that_waits(caseworker: Actor, case: Case) -> None:
    first, second, third = sightings_of(caseworker, case, "$1", "$2", "$3")
    now = timezone.now()
    before = confirm(caseworker, first, words="Her face.", now=now)
    joined = confirm(caseworker, second, words="Again.", now=now + timedelta(seconds=59))
    assert [notice.pk for notice in joined] == [notice.pk for notice in before]
    mail = Notice.objects.get(pk=joined[1].pk)
    assert (names(mail), mail.send_after) == (2, now + timedelta(minutes=1))
    assert str(mail.body).count("https://matrix.to/") == 2
    assert mail.ground_words == "Her face.\nAgain."
    late = confirm(caseworker, third, now=now + timedelta(seconds=61))
    assert {notice.pk for notice in late}.isdisjoint({notice.pk for notice in joined})


def test_what_is_in_a_senders_hands_takes_in_no_more(caseworker: Actor, case: Case) -> None:
    first, second = sightings_of(caseworker, case, "$1", "$2")
    now = timezone.now()
    before = confirm(caseworker, first, now=now)
    Notice.objects.update(send_after=now)
    taken = claimed_notice()
    after = confirm(caseworker, second, now=now)
    assert taken.pk in {notice.pk for notice in before}
    assert taken.pk not in {notice.pk for notice in after}
    assert names(taken) == 1
    assert len({notice.pk for notice in (*before, *after)}) == 3, "the other route's notice took it in"


def test_another_ground_or_another_caseworker_is_another_notice(caseworker: Actor, case: Case) -> None:
    first, second, third = sightings_of(caseworker, case, "$1", "$2", "$3")
    now = timezone.now()
    notices = confirm(caseworker, first, now=now)
    notices += confirm(caseworker, second, ground="region_map", now=now)
    notices += confirm(replace(caseworker, pseudonym="grey-heron"), third, now=now)
    assert len({notice.pk for notice in notices}) == 6


def test_two_cases_never_share_a_notice(caseworker: Actor, case: Case, team: Team) -> None:
    other = open_case(caseworker, team_id=team.pk)
    for kind in ("watch", "ask_platforms"):
        give_consent(caseworker, other, kind)
    found = sightings_of(caseworker, case, "$1", "$2")
    Sighting.objects.filter(pk=found[1].pk).update(case=other)
    now = timezone.now()
    confirm(caseworker, *Sighting.objects.order_by("pk"), now=now)
    for notice in Notice.objects.all():
        assert {link.case_id for link in Link.objects.filter(notices=notice)} == {notice.case_id}
    assert Notice.objects.count() == 4


def test_two_destinations_never_share_a_notice(caseworker: Actor, case: Case) -> None:
    found = sightings_of(caseworker, case, "$1", "$2")
    elsewhere = new_room(OPERATOR, "matrix://there/#school:there")
    Sighting.objects.filter(pk=found[1].pk).update(room=elsewhere)

    def place_of(room: str) -> dict[str, str]:
        server = "there" if "there" in room else "here"
        return {"homeserver": server, "admin_contact": f"abuse@{server}.example"}

    notices = confirm(caseworker, *Sighting.objects.all(), by=replace(GATHERING, place_of=place_of))
    mails = [str(notice.destination) for notice in notices if notice.route == "email"]
    assert sorted(mails) == ["abuse@here.example", "abuse@there.example"]
    assert {names(notice) for notice in notices} == {1}


def test_an_urgent_case_waits_for_no_others(caseworker: Actor, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(urgency="now")
    now = timezone.now()
    (found,) = sightings_of(caseworker, Case.objects.get(pk=case.pk), "$1")
    assert {notice.send_after for notice in confirm(caseworker, found, now=now)} == {now}


def test_one_that_is_refused_stops_all(caseworker: Actor, case: Case) -> None:
    found = sightings_of(caseworker, case, "$1", "$2", "$3")
    confirm(caseworker, found[1])
    before = (Notice.objects.count(), NoticeLink.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(Refused, match="decided already"):
        confirm(caseworker, *found)
    assert (Notice.objects.count(), NoticeLink.objects.count(), LedgerEntry.objects.count()) == before
    assert Sighting.objects.filter(state="open").count() == 2
    dismiss_sighting(caseworker, found[0], now=timezone.now())


def test_in_sequence_the_whole_chain_takes_it_in(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    first, second = sightings_of(caseworker, case, "$1", "$2")
    by = replace(in_sequence(tmp_path), gather=timedelta(minutes=1))
    now = timezone.now()
    report, mail = confirm(caseworker, first, by=by, now=now)
    assert [notice.pk for notice in confirm(caseworker, second, by=by, now=now)] == [report.pk, mail.pk]
    assert (names(report), names(mail)) == (2, 2)


class TestOutcomes:
    """Each link of a notice has its own."""

    @pytest.fixture
    def mail(self, caseworker: Actor, case: Case) -> Notice:
        """Sent, about three links."""
        notices = confirm(caseworker, *sightings_of(caseworker, case, "$1", "$2", "$3"), by=letterhead())
        Notice.objects.exclude(route="email").update(state=NoticeState.WITHDRAWN, send_after=None)
        assert set(outcomes(notices[1])) == {"not asked yet"}
        ours = claimed_notice()
        attempt = begin_attempt(ours, now=timezone.now())
        assert attempt is not None
        given = GivenReceipt(ReceiptGrade.HANDED_OVER, timezone.now(), "4711")
        record_receipt(ours, attempt, given, now=timezone.now())
        return notices[1]

    def test_each_its_own(self, mail: Notice, caseworker: Actor) -> None:
        assert outcomes(mail) == ["asked", "asked", "asked"]
        assert NoticeLink.objects.exclude(asked_at=None).count() == 3, (
            "the notice that was not sent asked nobody"
        )
        look(1, Grade.GONE, Grade.GONE)
        assert outcomes(mail) == ["gone", "asked", "asked"]
        record_answer(caseworker, mail, refused=True, now=timezone.now())
        assert outcomes(mail) == ["gone", "refused", "refused"]
        look(2, Grade.GONE, Grade.GONE)
        look(1, Grade.LIVE)
        assert outcomes(mail) == ["came back", "gone", "refused"]
        first_time = NoticeLink.objects.get(notice=mail, link_id=link_number(1)).gone_at
        look(1, Grade.GONE, Grade.GONE)
        row = NoticeLink.objects.get(notice=mail, link_id=link_number(1))
        assert (row.outcome, row.gone_at) == ("gone", first_time)
        assert row.came_back_at is not None

    def test_what_a_failed_try_took_is_asked_and_the_others_go_again(
        self, mail: Notice, caseworker: Actor
    ) -> None:
        report = Notice.objects.get(route="matrix_report")
        Notice.objects.filter(pk=report.pk).update(
            state=NoticeState.DUE, send_after=timezone.now(), reason=""
        )
        ours = claimed_notice()
        attempt = begin_attempt(ours, now=timezone.now())
        assert attempt is not None
        posts = [str(link.post) for link in Link.objects.order_by("pk")]
        record_not_sent(ours, attempt, "Only some.", try_again=False, taken=posts[:2], now=timezone.now())
        report.refresh_from_db()
        assert (report.state, outcomes(report)) == ("not sent", ["asked", "asked", "not asked yet"])
        send_again(caseworker, report, letterhead=letterhead(), now=timezone.now())
        assert [link.post for link in outgoing(report, letterhead()).links] == posts[2:]

    def test_what_came_back_to_us_asked_nobody(self, mail: Notice, caseworker: Actor) -> None:
        record_bounce(caseworker, mail, now=timezone.now())
        assert outcomes(mail) == ["not asked yet"] * 3
        assert not NoticeLink.objects.exclude(asked_at=None).exists()


def outcomes(notice: Notice) -> list[str]:
    return list(
        NoticeLink.objects.filter(notice=notice).order_by("link_id").values_list("outcome", flat=True)
    )


def link_number(place: int) -> int:
    return Link.objects.order_by("pk").values_list("pk", flat=True)[place - 1]


def look(place: int, *grades: Grade) -> None:
    for grade in grades:
        now = timezone.now()
        Link.objects.update(next_check_at=None)
        Link.objects.filter(pk=link_number(place)).update(next_check_at=now)
        ours = claim_link(["matrix"], now=now, lease_s=60, due_by=now)
        assert ours is not None
        record_check(ours, Observation(grade, now), now=now, looks=SOON)
