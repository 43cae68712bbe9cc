"""The order of the ways of asking: by what was measured, begun with the playbook's word; and falls."""

from __future__ import annotations

import json
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.playbooks.load import load_all
from jikimi.service.standing import standing
from jikimi.service.standing_words import in_words
from jikimi.service.ways_words import way_as_data, way_line
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.actions.pass_over_fallen import pass_over_fallen
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, LinkOutcome, Notice, NoticeLink
from jikimi.takedown.planner.collapse import ALARM, Collapse, Settled, collapse, lower_bound
from jikimi.takedown.planner.history import history
from jikimi.takedown.planner.plan import lawful, plan
from jikimi.takedown.planner.record import Tried, median_hours
from jikimi.takedown.planner.score import Prior, score
from tests.takedown.found import asked_by, sighting_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PRIORS = st.builds(Prior, success=st.floats(0, 1), hours=st.floats(0.1, 2000))


def tried(hours: float | None, *, ago: float = 500.0, links: int = 1, said_no: bool = False) -> Tried:
    gone = None if hours is None else timedelta(hours=hours)
    return Tried(NOW - timedelta(hours=ago), (gone,) * links, said_no)


TRIED = st.builds(
    tried,
    st.none() | st.floats(0.01, 1000),
    ago=st.floats(0, 9000),
    links=st.integers(1, 40),
    said_no=st.booleans(),
)


class TestScore:
    def test_with_nothing_measured_it_is_the_playbooks_word(self) -> None:
        assert (
            score([], Prior(0.9, 24), NOW) > score([], Prior(0.9, 48), NOW) > score([], Prior(0.3, 24), NOW)
        )

    def test_measured_outweighs_assumed(self) -> None:
        praised = score([tried(None)] * 20, Prior(0.95, 10), NOW)
        unknown = score([tried(12)] * 20, Prior(0.2, 100), NOW)
        assert unknown > praised

    def test_forty_links_in_one_notice_are_one_notice(self) -> None:
        prior = Prior(0.5, 72)
        assert math.isclose(score([tried(None, links=40)], prior, NOW), score([tried(None)], prior, NOW))

    def test_what_is_still_open_counts_for_as_long_as_it_has_been_open(self) -> None:
        prior = Prior(0.5, 24)
        just_asked, long_open = tried(None, ago=0), tried(None, ago=160)
        assert math.isclose(score([just_asked], prior, NOW), score([], prior, NOW))
        assert score([long_open], prior, NOW) < score([], prior, NOW)

    @given(st.lists(TRIED, max_size=20), PRIORS)
    def test_a_no_is_never_better_than_no_word_yet(self, known: list[Tried], prior: Prior) -> None:
        found = score(known, prior, NOW)
        assert 0 <= found < math.inf
        said_no = score([*known, tried(None, ago=1, said_no=True)], prior, NOW)
        assert said_no <= score([*known, tried(None, ago=1)], prior, NOW) + 1e-9

    @given(st.lists(TRIED, max_size=20), PRIORS, st.floats(1, 160), st.floats(1, 160))
    def test_sooner_is_better(self, known: list[Tried], prior: Prior, one: float, other: float) -> None:
        sooner, later = (score([*known, tried(hours)], prior, NOW) for hours in sorted((one, other)))
        assert sooner >= later - 1e-9

    def test_the_median_is_of_what_went_within_a_week(self) -> None:
        assert median_hours([tried(4), tried(6), tried(8), tried(None), tried(400)]) == pytest.approx(6)
        assert median_hours([tried(None)]) is None


class TestWorked:
    def test_most_of_it_gone_in_time(self) -> None:
        three_of_four = Tried(NOW - 9 * HOUR, (HOUR, HOUR, HOUR, None))
        assert three_of_four.worked(NOW) is True
        one_of_four = Tried(NOW - 9 * HOUR, (HOUR, None, None, None))
        assert one_of_four.worked(NOW) is None
        assert one_of_four.worked(NOW + 72 * HOUR) is False

    def test_a_no_is_known_at_once(self) -> None:
        assert tried(None, ago=1, said_no=True).worked(NOW) is False
        assert tried(1, ago=2, said_no=True).worked(NOW) is True


def run(*worked: bool, prior: float = 0.5, now: datetime = NOW) -> Collapse | None:
    hours = range(len(worked), 0, -1)
    return collapse([Settled(NOW - n * HOUR, one) for n, one in zip(hours, worked, strict=True)], prior, now)


def failures_until_told(before: list[bool], prior: float) -> int:
    return next(n for n in range(1, 200) if run(*before, *[False] * n, prior=prior))


class TestCollapse:
    def test_the_better_it_worked_the_sooner_it_is_told(self) -> None:
        reliable = failures_until_told([True] * 40, 0.9)
        half = failures_until_told([True, False] * 20, 0.5)
        assert reliable in (3, 4)
        assert 8 <= half <= 16
        assert reliable < half

    def test_what_never_worked_has_not_fallen(self) -> None:
        assert run(*[False] * 60, prior=0.02) is None

    def test_it_says_on_what_it_rests(self) -> None:
        found = run(*[True] * 40, *[False] * 4, prior=0.9)
        assert found is not None
        assert (found.failed, found.last) == (4, 4)
        assert found.before > 0.9
        assert found.since == NOW - 4 * HOUR

    def test_two_that_work_end_it(self) -> None:
        fallen = [True] * 40 + [False] * 30
        assert run(*fallen, True, prior=0.9) is not None
        assert run(*fallen, True, True, prior=0.9) is None

    def test_after_a_month_without_a_word_it_is_tried_again_and_one_failure_tells(self) -> None:
        fallen = [True] * 40 + [False] * 5
        later = NOW + timedelta(days=31)
        assert run(*fallen, prior=0.9, now=later) is None
        settled = [Settled(NOW, one) for one in fallen]
        assert collapse([*settled, Settled(later, False)], 0.9, later) is not None

    @given(st.lists(st.booleans(), max_size=80), st.floats(0, 1))
    def test_never_on_fewer_than_three_failures(self, worked: list[bool], prior: float) -> None:
        found = run(*worked, prior=prior)
        if found:
            assert found.failed >= 3
            assert found.failed <= worked.count(False)
            assert found.last <= len(worked)

    @pytest.mark.parametrize("truth", [0.95, 0.8, 0.5, 0.2])
    def test_false_alarms_are_as_rare_as_promised(self, truth: float) -> None:
        """By the bound at most one in five of such runs of 40 notices may raise one at any time."""
        draw = random.Random(7)
        alarmed = 0
        for _ in range(300):
            seen: list[bool] = []
            for _ in range(40):
                seen.append(draw.random() < truth)
                if run(*seen, prior=truth):
                    alarmed += 1
                    break
        assert alarmed / 300 <= 40 / ALARM

    @given(st.floats(0.01, 500), st.floats(0.01, 500))
    def test_the_assumption_is_a_cautious_one(self, good: float, bad: float) -> None:
        assert 0 < lower_bound(good, bad) < 1
        assert lower_bound(good, bad) <= max(0.01, good / (good + bad))


REPORT = 'kind = "matrix_report"\ndestination = "${homeserver}"\nprior_success = 0.9\nprior_hours = 24'
MAIL = 'kind = "email"\ndestination = "${admin_contact}"\nprior_success = 0.5\nprior_hours = 72'
IN_TURN = 'order = "sequence"\nnext_route_after = "24h"'


@pytest.mark.django_db
class TestPlan:
    """Over the database."""

    @pytest.fixture
    def by(self, tmp_path: Path) -> Letterhead:
        return asked_by(tmp_path, REPORT, MAIL, order=IN_TURN)

    def kinds(self, by: Letterhead) -> list[str]:
        found = plan(by.playbooks.platforms["matrix-homeserver"], by.playbooks, timezone.now())
        return [way.route.kind for way in found]

    def test_first_the_playbooks_order_then_the_measured_one(
        self, by: Letterhead, caseworker: Actor, case: Case
    ) -> None:
        assert self.kinds(by) == ["matrix_report", "email"]
        made(caseworker, case, by, "email", hours=3, how_many=15)
        assert self.kinds(by) == ["email", "matrix_report"]
        found = plan(by.playbooks.platforms["matrix-homeserver"], by.playbooks, timezone.now())
        assert (found[0].notices, found[0].links, found[0].links_gone) == (15, 15, 15)
        assert way_line(found[0]) == (
            "email under eu-dsa-16: 15 of 15 links gone within a week, half of these within 3 h (15 notices)"
        )
        assert "never tried here; the playbook assumes 90% within 24 h" in way_line(found[1])
        assert json.dumps(way_as_data(by.playbooks.platforms["matrix-homeserver"], found[0]))

    def test_when_the_first_falls_the_next_is_taken_and_it_is_told(
        self, by: Letterhead, caseworker: Actor, case: Case
    ) -> None:
        made(caseworker, case, by, "matrix_report", hours=2, how_many=30, ago_days=90)
        assert self.kinds(by) == ["matrix_report", "email"]
        made(caseworker, case, by, "matrix_report", hours=None, how_many=6, ago_days=20)
        assert self.kinds(by) == ["email", "matrix_report"]
        asked = confirm_sighting(
            caseworker,
            sighting_of(caseworker, case),
            ground="look",
            proof="kept",
            letterhead=by,
            now=timezone.now(),
        )
        assert [(notice.route, notice.state) for notice in asked] == [
            ("email", "due"),
            ("matrix_report", "draft"),
        ]

    def test_what_waits_behind_a_fallen_way_waits_no_longer(
        self, by: Letterhead, caseworker: Actor, case: Case
    ) -> None:
        report, mail = confirm_sighting(
            caseworker,
            sighting_of(caseworker, case),
            ground="look",
            proof="kept",
            letterhead=by,
            now=timezone.now(),
        )
        Notice.objects.filter(pk=report.pk).update(state="handed over", send_after=None)
        made(caseworker, case, by, "matrix_report", hours=2, how_many=30, ago_days=90)
        made(caseworker, case, by, "matrix_report", hours=None, how_many=6, ago_days=20)
        now = timezone.now()
        (fallen,) = (
            way for way in plan(by.playbooks.platforms["matrix-homeserver"], by.playbooks, now) if way.fallen
        )
        assert [notice.pk for notice in pass_over_fallen("matrix-homeserver", fallen, now=now)] == [mail.pk]
        assert Notice.objects.get(pk=mail.pk).send_after == now
        assert pass_over_fallen("matrix-homeserver", fallen, now=now) == []

    def test_the_status_says_it(self, by: Letterhead, caseworker: Actor, case: Case) -> None:
        assert standing()["fallen_ways"] == []
        made(caseworker, case, by, "matrix_report", hours=2, how_many=30, ago_days=90)
        made(caseworker, case, by, "matrix_report", hours=None, how_many=9, ago_days=20)
        stands = standing()
        (way,) = stands["fallen_ways"]
        assert (way["route"], way["fallen"]["failed"]) == ("matrix_report", 9)
        assert any(line.startswith("! ") and "9 of the last 9" in line for line in in_words(stands))

    def test_a_bounce_and_a_refusal_count_as_failures_at_once(
        self, by: Letterhead, caseworker: Actor, case: Case
    ) -> None:
        made(caseworker, case, by, "email", hours=None, how_many=2, ago_days=0)
        refused, bounced = Notice.objects.filter(state="handed over")
        Notice.objects.filter(pk=refused.pk).update(state="refused")
        Notice.objects.filter(pk=bounced.pk).update(state="bounced")
        NoticeLink.objects.filter(notice__state="bounced").update(asked_at=None)
        (known,) = history(timezone.now()).values()
        assert [one.worked(timezone.now()) for one in known] == [False, False]

    def test_reminders_and_what_was_gone_before_are_nobodys_work(
        self, by: Letterhead, caseworker: Actor, case: Case
    ) -> None:
        made(caseworker, case, by, "email", hours=-5, how_many=1)
        made(caseworker, case, by, "email", hours=5, how_many=2)
        first, _, third = Notice.objects.filter(state="handed over").order_by("pk")
        Notice.objects.filter(pk=third.pk).update(reminds=first)
        (known,) = history(timezone.now()).values()
        assert len(known) == 1


def test_a_law_for_others_only_is_no_lawful_way() -> None:
    laws = load_all().laws
    assert lawful(laws["eu-dsa-16"])
    for law in laws.values():
        assert lawful(law) == bool({"anyone", "authorised"} & set(law.sender.may))


def made(
    caseworker: Actor,
    case: Case,
    by: Letterhead,
    route: str,
    *,
    hours: float | None,
    how_many: int,
    ago_days: float = 30,
) -> None:
    """Notices of one link each that were handed over so long ago, and gone after so many hours."""
    if not Link.objects.exists():
        confirm_sighting(
            caseworker,
            sighting_of(caseworker, case, post_id="$x"),
            ground="look",
            proof="kept",
            letterhead=by,
            now=timezone.now(),
        )
        Notice.objects.all().update(state="withdrawn", send_after=None)
    link = Link.objects.order_by("pk")[0]
    for number in range(how_many):
        at = timezone.now() - timedelta(days=ago_days, minutes=-number)
        notice = Notice.objects.create(
            public_id=f"{route[:2]}{hours}{ago_days}{number}"[:16],
            case=case, platform="matrix-homeserver", law="eu-dsa-16", route=route, destination="here",
            ground="look", ground_words="", subject="", body="", state="handed over", made_at=at,
            decided_by="somebody", tries_left=1,
        )  # fmt: skip
        gone_at = None if hours is None else at + timedelta(hours=hours)
        outcome = LinkOutcome.ASKED if gone_at is None else LinkOutcome.GONE
        NoticeLink.objects.create(notice=notice, link=link, asked_at=at, gone_at=gone_at, outcome=outcome)
