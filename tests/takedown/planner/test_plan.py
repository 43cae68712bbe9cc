"""The order of the ways for a link, and what is told when one has fallen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

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
from jikimi.takedown.planner.history import history
from jikimi.takedown.planner.plan import lawful, plan
from tests.takedown.found import asked_by, sighting_of

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
        fixed = replace(found[0], route=found[0].route.model_copy(update={"destination": "abuse@a.example"}))
        assert way_line(fixed).startswith("email to abuse@a.example under eu-dsa-16: ")
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
