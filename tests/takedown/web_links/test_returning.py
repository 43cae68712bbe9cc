"""It came back: the notice that worked is prepared again, and waits for a yes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.sources.base import Grade
from jikimi.takedown.actions.decide_prepared import send_prepared
from jikimi.takedown.models import Check, Link, Notice, NoticeLink, NoticeState
from jikimi.takedown.refusals import Refused
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.takedown.web_links.given import added, look

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_a_prepared_return_is_sent_with_the_yes(caseworker: Actor, case: Case) -> None:
    returned(caseworker, case)
    prepared = Notice.objects.get(state=NoticeState.PREPARED)
    send_prepared(caseworker, prepared, now=timezone.now())
    assert claimed_notice().pk == prepared.pk
