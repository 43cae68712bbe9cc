"""A notice's clock: started by its receipt, told before it runs out, and what is prepared when it has."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email.policy import SMTP
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.playbooks.load import load_all
from jikimi.routes.email.letter import letter
from jikimi.routes.email.signing import load_or_create
from jikimi.sources.base import Grade
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.decide_prepared import drop_prepared, send_prepared
from jikimi.takedown.actions.mind_clock import ASK_AGAIN, FRESH_LOOK_WITHIN, set_right
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.run_clock import by_themselves, set_up_clock
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline, Enclosure, Link, Notice, NoticeState
from jikimi.takedown.outgoing import outgoing
from jikimi.takedown.refusals import NotOurs, Refused
from jikimi.watch.models import Sighting
from tests.takedown.clocks import asked, clock_of, look, ring, sent, with_law
from tests.takedown.found import sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db

H = timedelta(hours=1)


@pytest.fixture
def start() -> datetime:
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def sighting(caseworker: Actor, case: Case) -> Sighting:
    return sighting_of(caseworker, case)


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return with_law(tmp_path)


@pytest.fixture
def notice(caseworker: Actor, sighting: Sighting, by: Letterhead, start: datetime) -> Notice:
    """Handed over at `start`; 48 hours run from then."""
    asked(caseworker, sighting, by, start)
    return sent(start)


def prepared_after(by: Letterhead, at: datetime) -> Notice:
    """Passed and looked at once more; the one letter that was prepared."""
    made = ring(by, at)
    look(at, Grade.LIVE)
    made += ring(by, at + timedelta(minutes=6))
    (one,) = made
    return one


def test_there_is_no_clock_before_the_receipt(
    caseworker: Actor, sighting: Sighting, by: Letterhead, start: datetime
) -> None:
    notice = asked(caseworker, sighting, by, start)
    clock = clock_of(notice)
    assert (clock.state, clock.due_at, clock.ends_at) == ("not started", None, None)
    assert ring(by, start + timedelta(days=999)) == []


@pytest.mark.parametrize("counted_from", ["receipt", "sending"])
def test_it_counts_as_its_law_says(
    caseworker: Actor,
    sighting: Sighting,
    start: datetime,
    tmp_path: Path,
    counted_from: str,
) -> None:
    from jikimi.routes.base import Receipt as GivenReceipt
    from jikimi.routes.base import ReceiptGrade
    from jikimi.takedown.actions.begin_attempt import begin_attempt
    from jikimi.takedown.actions.record_receipt import record_receipt
    from tests.takedown.found import claimed_notice

    by = with_law(tmp_path, counted_from=counted_from)
    asked(caseworker, sighting, by, start)
    ours = claimed_notice(lease_s=7200)
    attempt = begin_attempt(ours, now=start)
    assert attempt is not None
    received = start + timedelta(minutes=9)
    record_receipt(ours, attempt, GivenReceipt(ReceiptGrade.HANDED_OVER, received, "1"), now=received)
    clock = clock_of(ours)
    assert clock.started_at == (start if counted_from == "sending" else received)
    assert clock.ends_at == clock.started_at + 48 * H
    assert clock.due_at == clock.warn_at == clock.ends_at - 12 * H


def test_business_days_are_those_of_the_laws_place(
    caseworker: Actor, sighting: Sighting, tmp_path: Path
) -> None:
    by = with_law(tmp_path, "business_days = 1", zone="Asia/Seoul")
    friday_in_seoul = datetime(2026, 11, 20, 10, tzinfo=UTC)
    asked(caseworker, sighting, by, friday_in_seoul)
    assert clock_of(sent(friday_in_seoul)).ends_at == datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_the_centres_own_zone_counts_where_the_law_says_so(
    caseworker: Actor, sighting: Sighting, tmp_path: Path
) -> None:
    from dataclasses import replace

    by = replace(with_law(tmp_path, "business_days = 1", zone="sender"), time_zone="Asia/Seoul")
    notice = asked(caseworker, sighting, by, timezone.now())
    assert clock_of(notice).time_zone == "Asia/Seoul"


def test_a_playbook_that_changes_later_bends_no_clock(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    notice = asked(caseworker, sighting, with_law(tmp_path), start)
    with_law(tmp_path, "hours = 1")
    assert clock_of(sent(start)).ends_at == start + 48 * H
    assert clock_of(notice).hours == 48


def test_somebody_is_told_before_it_runs_out(notice: Notice, by: Letterhead, start: datetime) -> None:
    assert ring(by, start + 35 * H) == []
    assert clock_of(notice).state == "running"
    ring(by, start + 36 * H)
    clock = clock_of(notice)
    assert (clock.state, clock.due_at) == ("runs out soon", start + 48 * H)
    assert "still there" in clock.reason


def test_when_it_has_passed_the_next_step_waits_for_a_yes(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    end = start + 48 * H
    ring(by, end)
    clock = clock_of(notice)
    assert clock.state == "passed"
    assert Notice.objects.count() == 1, "first one looks once more"
    made = prepared_after(by, end + timedelta(minutes=10))
    assert (made.state, made.platform, made.law, made.destination) == (
        "prepared", "office", "complaint", "office@regulator.example",
    )  # fmt: skip
    assert made.escalates == clock
    assert f"notice {notice.public_id} by email, received: handed over" in str(made.body)
    assert "1 of 1 addresses are still there" in str(made.body)
    assert [file.name for file in made.enclosures.order_by("pk")] == ["breach-pack.json", "breach-pack.pdf"]
    send_prepared(caseworker, made, now=end + H)
    assert sent(end + H).pk == made.pk


def test_no_second_one_is_prepared_while_the_first_waits(
    notice: Notice, tmp_path: Path, start: datetime, caseworker: Actor
) -> None:
    by = with_law(tmp_path, steps=("0s", "1d"))
    made = prepared_after(by, start + 48 * H)
    assert ring(by, start + timedelta(days=9)) == []
    send_prepared(caseworker, made, now=start + timedelta(days=9))
    sent(start + timedelta(days=9))
    (second,) = ring(by, start + timedelta(days=10))
    assert ring(by, start + timedelta(days=11)) == []
    drop_prepared(caseworker, second)
    assert ring(by, start + timedelta(days=99)) == [], "the playbook knows no third"
    assert clock_of(notice).due_at is None


def test_where_the_law_names_no_number_the_centre_asks_after_its_own_time(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    by = with_law(tmp_path, "", steps=("7d",))
    asked(caseworker, sighting, by, start)
    notice = sent(start)
    assert ring(by, start + timedelta(days=6, hours=23)) == []
    made = prepared_after(by, start + timedelta(days=7))
    clock = clock_of(notice)
    assert (clock.by_law, clock.state, made.escalates) == (False, "passed", clock)
    assert clock.reason.startswith("They have had their time")


def test_a_law_with_neither_has_no_clock(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    asked(caseworker, sighting, with_law(tmp_path, "", steps=()), start)
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(("gone_after", "state"), [(20 * H, "kept"), (49 * H, "gone late")])
def test_what_was_removed_is_no_breach(
    notice: Notice, by: Letterhead, start: datetime, gone_after: timedelta, state: str
) -> None:
    for pause in (timedelta(), timedelta(minutes=2)):
        ring(by, start + gone_after + pause)
        look(start + gone_after + pause, Grade.GONE)
    assert ring(by, start + timedelta(days=30)) == []
    assert (clock_of(notice).state, clock_of(notice).due_at) == (state, None)
    assert Notice.objects.count() == 1


def test_what_only_seems_gone_accuses_nobody(notice: Notice, by: Letterhead, start: datetime) -> None:
    look(start + 47 * H, Grade.GONE)
    ring(by, start + 48 * H)
    assert ring(by, start + 48 * H + FRESH_LOOK_WITHIN) == []
    assert ring(by, start + 60 * H) == []
    look(start + 61 * H, Grade.LIVE)
    (made,) = ring(by, start + 61 * H + ASK_AGAIN)
    assert made.state == "prepared"


def test_what_was_prepared_falls_away_when_it_is_gone(
    notice: Notice, by: Letterhead, start: datetime
) -> None:
    made = prepared_after(by, start + 48 * H)
    for minutes in (0, 2):
        look(start + 50 * H + timedelta(minutes=minutes), Grade.GONE)
    ring(by, start + 60 * H)
    made.refresh_from_db()
    assert (made.state, clock_of(notice).state) == ("withdrawn", "gone late")


def test_a_source_that_is_away_holds_it_up_for_an_hour_at_most(
    notice: Notice, by: Letterhead, start: datetime
) -> None:
    end = start + 48 * H
    ring(by, end)
    assert Link.objects.get().next_check_at is not None
    assert ring(by, end + FRESH_LOOK_WITHIN - timedelta(minutes=1)) == []
    assert len(ring(by, end + FRESH_LOOK_WITHIN + timedelta(minutes=5))) == 1


def test_a_no_is_answered_at_once(notice: Notice, by: Letterhead, start: datetime, caseworker: Actor) -> None:
    record_answer(caseworker, notice, refused=True, now=start + H)
    (made,) = ring(by, start + H)
    assert (clock_of(notice).state, made.state) == ("refused", "prepared")
    assert "will not remove it" in str(made.body)
    send_prepared(caseworker, made, now=start + H)


def test_a_bounce_takes_back_the_receipt_and_the_clock(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    made = prepared_after(by, start + 48 * H)
    record_bounce(caseworker, notice, now=start + 49 * H)
    clock = clock_of(notice)
    assert (clock.state, clock.due_at, clock.started_at, clock.steps_taken) == ("not started", None, None, 0)
    assert Notice.objects.get(pk=made.pk).state == "withdrawn"
    assert ring(by, start + timedelta(days=99)) == []
    send_again(caseworker, notice, letterhead=by, now=start + 50 * H)
    sent(start + 50 * H)
    assert clock_of(notice).ends_at == start + 98 * H


def test_a_notice_that_is_taken_back_holds_nobody_to_its_time(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    from jikimi.takedown.actions.retract_notice import retract_notices

    made = prepared_after(by, start + 48 * H)
    retract_notices(caseworker, [notice], why="It was somebody else.", letterhead=by, now=start + 49 * H)
    assert (clock_of(notice).state, clock_of(notice).due_at) == ("let go", None)
    assert Notice.objects.get(pk=made.pk).state == "withdrawn"


def test_a_bounce_in_the_moment_of_ringing_wins(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
) -> None:
    from jikimi.takedown.actions.mind_clock import claim_clock, mind_clock

    clock = claim_clock(now=start + 48 * H, lease_s=60, due_by=start + 48 * H)
    assert clock is not None
    record_bounce(caseworker, notice, now=start + 48 * H)
    with pytest.raises(NotOurs):
        mind_clock(clock, letterhead=by, now=start + 48 * H)
    assert clock_of(notice).state == "not started"


class TestAWrongClock:
    """The machine's clock was a day ahead, and is right again."""

    def test_what_rang_too_early_is_taken_back(
        self, notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
    ) -> None:
        made = prepared_after(by, start + 49 * H)
        true_now = start + 25 * H
        with pytest.raises(Refused, match="not run out yet"):
            send_prepared(caseworker, made, now=true_now)
        (clock,) = set_right(now=true_now)
        clock = clock_of(notice)
        assert (clock.state, clock.due_at, clock.steps_taken) == ("running", start + 36 * H, 0)
        assert Notice.objects.get(pk=made.pk).state == "withdrawn"
        assert set_right(now=true_now) == []
        ring(by, start + 36 * H)
        again = prepared_after(by, start + 48 * H)
        send_prepared(caseworker, again, now=start + 49 * H)

    def test_what_has_gone_out_stays(
        self, notice: Notice, by: Letterhead, start: datetime, caseworker: Actor
    ) -> None:
        made = prepared_after(by, start + 49 * H)
        send_prepared(caseworker, made, now=start + 49 * H)
        assert set_right(now=start + 25 * H) == []
        assert clock_of(notice).state == "passed"

    def test_a_small_correction_changes_nothing(
        self, notice: Notice, by: Letterhead, start: datetime
    ) -> None:
        ring(by, start + 48 * H)
        assert set_right(now=start + 48 * H - timedelta(minutes=2)) == []

    def test_a_day_that_was_slept_through_is_made_good(
        self, notice: Notice, by: Letterhead, start: datetime
    ) -> None:
        ring(by, start + 80 * H)
        look(start + 80 * H, Grade.LIVE)
        assert len(ring(by, start + 81 * H)) == 1


def test_the_letter_carries_the_pack_as_it_was(
    notice: Notice, by: Letterhead, start: datetime, caseworker: Actor, tmp_path: Path
) -> None:
    made = prepared_after(by, start + 48 * H)
    key = load_or_create(tmp_path / "key.pem")
    raw = letter(outgoing(made, by), "notices@centre.example", key, start)
    parts = {
        part.get_filename(): part.get_content()
        for part in email.message_from_bytes(raw, policy=SMTP).iter_attachments()
    }
    kept = {file.name: bytes(file.content) for file in Enclosure.objects.filter(notice=made)}
    assert kept == {name: parts[name] for name in kept}
    assert parts["breach-pack.pdf"].startswith(b"%PDF")


def test_an_unknown_address_of_the_office_is_said(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    from dataclasses import replace

    from jikimi.playbooks.load import load_all

    by = with_law(tmp_path)
    office = tmp_path / "platforms" / "office.toml"
    office.write_text(office.read_text().replace("office@regulator.example", "${abuse_contact}"))
    by = replace(by, playbooks=load_all([tmp_path]))
    asked(caseworker, sighting, by, start)
    sent(start)
    made = prepared_after(by, start + 48 * H)
    assert made.state == NoticeState.NOT_SENT
    assert "abuse contact" in made.reason


def test_an_office_that_takes_forms_only_gets_the_history_in_its_form(
    caseworker: Actor, sighting: Sighting, tmp_path: Path, start: datetime
) -> None:
    from dataclasses import replace

    from jikimi.playbooks.load import load_all
    from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
    from jikimi.takedown.actions.show_sheet import show_sheet

    by = with_law(tmp_path)
    office = tmp_path / "platforms" / "office.toml"
    form = '[[route.field]]\nname = "what"\nlabel = "What happened"\ntext = "${history}"\n'
    office.write_text(office.read_text().replace('kind = "email"', 'kind = "form_sheet"') + form)
    by = replace(by, playbooks=load_all([tmp_path]))
    notice = asked(caseworker, sighting, by, start)
    sent(start)
    made = prepared_after(by, start + 48 * H)
    send_prepared(caseworker, made, letterhead=by, now=start + 49 * H)
    claimed = claim_notice(now=start + 49 * H, lease_s=60, due_by=start + 49 * H)
    assert claimed is not None
    assert begin_attempt(claimed, now=start + 49 * H) is None
    made.refresh_from_db()
    assert made.state == NoticeState.NOT_SENT
    (field,) = show_sheet(caseworker, made, letterhead=by, now=start + 49 * H).fields
    assert f"notice {notice.public_id} by email" in field.text


@pytest.mark.parametrize("key", sorted(key for key, law in load_all().laws.items() if by_themselves(law)))
def test_each_next_step_of_our_own_playbooks_can_be_written(
    caseworker: Actor, sighting: Sighting, start: datetime, key: str
) -> None:
    """A place is asked under each of our laws; what follows is a letter, or says what is missing."""
    by = letterhead()
    notice = confirm_sighting(caseworker, sighting, ground="look", proof="kept", letterhead=by, now=start)[0]
    Notice.objects.exclude(pk=notice.pk).update(state=NoticeState.WITHDRAWN, send_after=None)
    Deadline.objects.all().delete()
    notice.law = key
    notice.save()
    set_up_clock(notice, by)
    sent(start + timedelta(minutes=2))
    clock = clock_of(notice)
    assert clock.ends_at is not None
    steps = by_themselves(by.playbooks.laws[key])
    prepared = []
    for day in sorted({step.after.days + more for step in steps for more in (0, 1, 2)}):
        at = clock.ends_at + timedelta(days=day)
        look(at, Grade.LIVE)
        for made in ring(by, at):
            assert made.state == "prepared" or made.reason, made
            assert notice.public_id in str(made.body), "a complaint says what was asked before"
            prepared.append(made)
            Notice.objects.filter(pk=made.pk).update(state=NoticeState.WITHDRAWN, reason="a test")
    assert len(prepared) == len(steps), clock_of(notice).reason
