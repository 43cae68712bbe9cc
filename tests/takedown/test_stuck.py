"""What needs a person is shown with what resolves it, and to nobody whose case it is not."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.service.stuck import as_data, stuck
from jikimi.sources.base import Grade
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.hold_notice import hold_notice
from jikimi.takedown.actions.let_go import let_go
from jikimi.takedown.actions.let_link_go import let_link_go
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.remind_now import remind_now
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice, NoticeState
from jikimi.takedown.queries import summary
from jikimi.takedown.refusals import Refused
from jikimi.watch.actions.record_authority import record_authority
from tests.people import OPERATOR
from tests.takedown.clocks import asked, clock_of, look, ring, sent, with_law
from tests.takedown.found import sighting_of
from tests.watch.recorded import BASIS

pytestmark = pytest.mark.django_db

H = timedelta(hours=1)


@pytest.fixture
def start() -> datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return with_law(tmp_path)


@pytest.fixture
def notice(caseworker: Actor, case: Case, by: Letterhead, start: datetime) -> Notice:
    record_authority(OPERATOR, country="KR", basis=BASIS, now=start)
    asked(caseworker, sighting_of(caseworker, case), by, start)
    return sent(start)


def shown(at: datetime, actor: Actor = ENGINE) -> list[tuple[str, str]]:
    return [(one.urgency.name, one.subject) for one in stuck(actor, at)]


def prepared(by: Letterhead, start: datetime) -> Notice:
    ring(by, start + 48 * H)
    look(start + 48 * H, Grade.LIVE)
    (made,) = ring(by, start + 49 * H)
    return made


def test_what_goes_well_is_nobodys_business(notice: Notice, start: datetime) -> None:
    assert shown(start) == []


def test_the_warning_then_the_end_then_the_complaint(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    ring(by, start + 36 * H)
    assert shown(start + 36 * H) == [("RUNS_OUT_SOON", notice.public_id)]
    ring(by, start + 48 * H)
    assert shown(start + 48 * H) == [("DEADLINE_PASSED", notice.public_id)]
    made = prepared(by, start)
    assert shown(start + 49 * H) == [("NEXT_STEP_WAITS", made.public_id)]
    send_prepared(caseworker, made, now=start + 49 * H)
    (one,) = stuck(ENGINE, start + 49 * H)
    assert (one.urgency.name, one.subject) == ("ESCALATION_WITHOUT_RECEIPT", made.public_id)
    assert "no receipt yet" in one.why
    sent(start + 49 * H)
    assert shown(start + 49 * H) == []
    record_bounce(caseworker, made, now=start + 50 * H)
    assert shown(start + 50 * H) == [("ESCALATION_WITHOUT_RECEIPT", made.public_id)]
    assert as_data(stuck(ENGINE, start + 50 * H)[0])["do"][0] == f"jikimi notices again {made.public_id}"


def test_another_team_sees_none_of_it(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor, other_team: Actor
) -> None:
    prepared(by, start)
    assert len(shown(start + 49 * H, caseworker)) == 1
    assert shown(start + 49 * H, other_team) == []


def test_an_urgent_case_comes_first_among_equals(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    record_bounce(caseworker, notice, now=start)
    Notice.objects.filter(pk=notice.pk).update(made_at=start + H)
    other = Notice.objects.get(pk=notice.pk)
    case = other.case
    case.pk, case.number, case.urgency = None, "99-0001", Case.Urgency.NOW
    case.save()
    other.pk, other.public_id, other.case, other.made_at = None, "JK-AAAAAAAAAAAA", case, start + 9 * H
    other.save()
    assert [subject for _, subject in shown(start)] == ["JK-AAAAAAAAAAAA", notice.public_id]


class TestLettingGo:
    def test_it_waits_for_nobody_any_more_and_says_why(
        self, notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
    ) -> None:
        made = prepared(by, start)
        drop_prepared(caseworker, made)
        assert shown(start + 49 * H) == [("DEADLINE_PASSED", notice.public_id)]
        let_go(caseworker, notice, why="The site is gone.", now=start + 50 * H)
        assert shown(start + 50 * H) == []
        assert (clock_of(notice).state, notice.reason) == ("let go", "The site is gone.")
        assert ring(by, start + timedelta(days=99)) == []

    def test_a_no_that_nothing_follows(
        self, notice: Notice, start: datetime, caseworker: Actor, tmp_path: Path
    ) -> None:
        record_answer(caseworker, notice, refused=True, now=start)
        ring(with_law(tmp_path, steps=()), start)
        assert ("REFUSED", notice.public_id) in shown(start)
        let_go(caseworker, notice, why="They are right.", now=start)
        assert shown(start) == []
        assert summary().need_a_person == 0

    def test_what_it_refuses(
        self, notice: Notice, start: datetime, caseworker: Actor, other_team: Actor
    ) -> None:
        with pytest.raises(Refused, match="does not wait"):
            let_go(caseworker, notice, why="I am tired.", now=start)
        record_bounce(caseworker, notice, now=start)
        with pytest.raises(Refused, match="Say why"):
            let_go(caseworker, notice, why="  ", now=start)
        with pytest.raises(PermissionRefused):
            let_go(other_team, notice, why="Not mine.", now=start)
        assert Notice.objects.get(pk=notice.pk).let_go_at is None

    def test_a_later_bounce_is_news(
        self, notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
    ) -> None:
        ring(by, start + 48 * H)
        let_go(caseworker, notice, why="Enough.", now=start + 48 * H)
        record_bounce(caseworker, notice, now=start + 49 * H)
        assert shown(start + 49 * H) == [("FAILED", notice.public_id)]


def test_asking_once_more_needs_a_notice_that_was_taken(
    notice: Notice, start: datetime, caseworker: Actor
) -> None:
    remind_now(caseworker, notice, now=start)
    assert Notice.objects.get(pk=notice.pk).repeat_at == start
    record_bounce(caseworker, notice, now=start)
    with pytest.raises(Refused, match="taken"):
        remind_now(caseworker, notice, now=start)


def test_a_complaint_that_is_held_says_how_it_is_let_go(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    complaint = prepared(by, start)
    send_prepared(caseworker, complaint, now=start + 49 * H)
    hold_notice(caseworker, complaint, until=start + 99 * H, now=start + 49 * H)
    do = [one.do for one in stuck(caseworker, start + 50 * H) if one.subject == complaint.public_id]
    assert do == [(f"jikimi notices release {complaint.public_id}",)]


def test_a_link_that_is_back_while_nobody_is_asked(
    notice: Notice, start: datetime, caseworker: Actor
) -> None:
    let_it_be = Notice.objects.filter(pk=notice.pk)
    let_it_be.update(repeat_at=None, made_at=start - timedelta(days=9))
    clock = clock_of(notice)
    clock.state = "kept"
    clock.save()
    Link.objects.update(state="came back", since=start)
    (one,) = stuck(ENGINE, start)
    assert (one.urgency.name, one.do) == ("LINK", (f"jikimi notices remind {notice.public_id}",))
    let_it_be.update(repeat_at=start)
    assert shown(start) == []
    Link.objects.update(state="live", waits_for_yes=True)
    (waits,) = stuck(ENGINE, start)
    link = Link.objects.get()
    assert waits.do == (f"jikimi links look {link.pk}", f"jikimi links let-go {link.pk} --why ...")
    let_link_go(caseworker, link, why="The uploader would know.", now=start)
    assert shown(start) == [], "the notice stands, and nobody looks"


def test_what_is_not_sent_for_an_hour_is_shown_with_its_reason(
    notice: Notice, start: datetime, caseworker: Actor
) -> None:
    late = Notice.objects.filter(pk=notice.pk)
    late.update(state=NoticeState.DUE, send_after=start, made_at=start - 2 * H, reason="")
    assert shown(start) == []
    late.update(reason="The relay could not be reached.")
    (one,) = stuck(ENGINE, start)
    assert (one.urgency.name, one.why) == ("CANNOT_BE_SENT", "The relay could not be reached.")


def test_a_machine_whose_clock_is_behind_its_own_history(notice: Notice, start: datetime) -> None:
    a_day_ago = stuck(ENGINE, start - timedelta(days=1))
    (one,) = [one for one in a_day_ago if one.subject == "this machine's clock"]
    assert (one.subject, one.do) == ("this machine's clock", ("jikimi check-setup",))
