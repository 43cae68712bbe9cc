"""From what was sent and looked at to the figures, over the database, and by the command."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case, Team
from jikimi.insight.takedown.as_text import as_text
from jikimi.insight.takedown.figures import Count, figures
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.models import Link, Notice, NoticeLink
from tests.installation import Installation
from tests.takedown.found import asked_by, sighting_of

MAIL = 'kind = "email"\ndestination = "${admin_contact}"'


@pytest.fixture
def asked(caseworker: Actor, case: Case, team: Team, tmp_path: Path) -> list[NoticeLink]:
    """Twelve cases asked for one link each by letter, all with a receipt two weeks old; none is gone."""
    by = asked_by(tmp_path, MAIL)
    found = sighting_of(caseworker, case)
    confirm_sighting(caseworker, found, ground="look", proof="kept", letterhead=by, now=timezone.now())
    then = timezone.now() - timedelta(days=14)
    Notice.objects.update(state="handed over", send_after=None, made_at=then)
    Link.objects.update(last_look_at=timezone.now())
    NoticeLink.objects.update(asked_at=then, outcome="asked")
    notice, link = Notice.objects.get(), Link.objects.get()
    for number in range(11):
        other = open_case(caseworker, team_id=team.pk)
        give_consent(caseworker, other, "ask_platforms")
        notice.pk, notice.case, notice.public_id = None, other, f"JK-{number:012d}"
        notice.save()
        link.pk, link.case, link.lookup = None, other, bytes([number]) * 32
        link.save()
        NoticeLink.objects.create(notice=notice, link=link, asked_at=then, outcome="asked")
    return list(NoticeLink.objects.order_by("pk"))


def gone(rows: list[NoticeLink], hours: float) -> None:
    for row in rows:
        assert row.asked_at is not None
        at = row.asked_at + timedelta(hours=hours)
        NoticeLink.objects.filter(pk=row.pk).update(outcome="gone", gone_at=at)


@pytest.mark.django_db
class TestCounting:
    def test_by_platform_way_and_law(self, asked: list[NoticeLink], caseworker: Actor) -> None:
        gone(asked[:6], 20)
        found = figures(caseworker, timezone.now())
        (row,) = found.rows
        assert row.name == "matrix-homeserver, email, eu-dsa-16"
        assert (row.notices, row.receipts) == ((Count(("silence",), 12),), 12)
        assert row.links == (Count(("still there",), 6), Count(("gone",), 6))
        assert [(span.gone, span.lost) for span in row.curve] == [(6, 0), (0, 6)]
        assert row.half_gone_within == 24
        text = "\n".join(as_text(found))
        assert "12 notices, 12 with a receipt: 12 silence" in text
        assert "half were gone within 24 h" in text

    def test_a_refusal_of_one_is_not_told_apart(self, asked: list[NoticeLink], caseworker: Actor) -> None:
        NoticeLink.objects.filter(pk=asked[0].pk).update(outcome="refused", refusal="NOT_FOUND")
        Notice.objects.filter(pk=asked[0].notice_id).update(state="refused")
        (row,) = figures(caseworker, timezone.now()).rows
        assert (row.notices, row.receipts) == ((Count(("silence", "refused"), 12),), 12)
        assert row.links == (Count(("still there", "refused: NOT_FOUND"), 12),)

    def test_refusals_have_their_reasons(self, asked: list[NoticeLink], caseworker: Actor) -> None:
        instead = "DECISION_VISIBILITY_CONTENT_DEMOTED"
        five = NoticeLink.objects.filter(pk__in=[row.pk for row in asked[:5]])
        five.update(outcome="refused", refusal=instead)
        (row,) = figures(caseworker, timezone.now()).rows
        assert Count((f"refused: {instead}",), 5) in row.links

    def test_what_is_left_out(self, asked: list[NoticeLink], caseworker: Actor) -> None:
        """What was gone before anybody was asked; reminders and retractions, as notices of their own."""
        gone(asked[:1], -1)
        Notice.objects.filter(pk=asked[1].notice_id).update(reminds=asked[2].notice_id)
        Notice.objects.filter(pk=asked[3].notice_id).update(retracts=asked[4].notice_id)
        (row,) = figures(caseworker, timezone.now()).rows
        assert sum(cell.count for cell in row.notices) == 10
        assert sum(cell.count for cell in row.links) == 9

    def test_four_cases_are_too_few(self, asked: list[NoticeLink], caseworker: Actor) -> None:
        others = [row.notice_id for row in asked[4:]]
        Notice.objects.filter(pk__in=others).update(reminds=asked[0].notice_id)
        found = figures(caseworker, timezone.now())
        assert (found.rows, found.too_few) == ((), True)
        assert "would point at somebody" in "\n".join(as_text(found))

    @pytest.mark.usefixtures("asked")
    def test_others_count_nothing(self, other_team: Actor, operator: Actor) -> None:
        for stranger in (other_team, operator):
            assert figures(stranger, timezone.now()).rows == ()


def test_the_command(tmp_path: Path) -> None:
    home = Installation(tmp_path / "installation")
    said = home.run("figures", "takedown", "--svg", tmp_path / "curves")
    assert said.returncode == 0, said.stderr
    assert "No notice has been written yet." in said.stdout
    assert json.loads(home.run("figures", "takedown", "--json").stdout)["rows"] == []
    assert home.run("figures", "takedown", "--csv").stdout.startswith("platform,route,law,figure")
    both = home.run("figures", "takedown", "--csv", "--json")
    assert (both.returncode, "Choose one" in both.stderr) == (2, True)
    (tmp_path / "file").write_text("")
    refused = home.run("figures", "takedown", "--svg", tmp_path / "file" / "inside")
    assert (refused.returncode, "could not be written" in refused.stderr) == (2, True)
