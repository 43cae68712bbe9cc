"""Ways that are taken one after the other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.routes.base import NotSent
from jikimi.takedown.actions.confirm_sighting import confirm_sighting
from jikimi.takedown.models import Link, LinkState, Notice
from tests.takedown.found import sighting_of
from tests.takedown.sending.scripted import ScriptedRoute, in_sequence, run_sender, says, state, takes

pytestmark = pytest.mark.django_db(transaction=True)


class TestInSequence:
    """The second way waits for the first."""

    @pytest.fixture
    def pair(self, caseworker: Actor, case: Case, tmp_path: Path) -> list[Notice]:
        sighting = sighting_of(caseworker, case)
        return confirm_sighting(
            caseworker,
            sighting,
            ground="region_map",
            proof="kept",
            letterhead=in_sequence(tmp_path),
            now=timezone.now(),
        )

    def test_it_waits(self, pair: list[Notice]) -> None:
        email = ScriptedRoute("email", takes)
        run_sender(ScriptedRoute("matrix_report", takes), email, times=3)
        assert [state(notice) for notice in pair] == ["handed over", "draft"]
        assert email.sent == []
        waits = Notice.objects.get(pk=pair[1].pk).send_after
        assert waits is not None
        assert timedelta(hours=23) < waits - timezone.now() <= timedelta(hours=24)

    def test_it_goes_at_once_when_the_first_fails(self, pair: list[Notice]) -> None:
        refuses = ScriptedRoute("matrix_report", says(NotSent("Refused.", try_again=False)))
        run_sender(refuses, ScriptedRoute("email", takes), times=3)
        assert [state(notice) for notice in pair] == ["not sent", "handed over"]

    def test_it_is_not_needed_when_all_is_gone(self, pair: list[Notice]) -> None:
        email = ScriptedRoute("email", takes)
        run_sender(ScriptedRoute("matrix_report", takes), email)
        Link.objects.update(state=LinkState.GONE)
        Notice.objects.filter(pk=pair[1].pk).update(send_after=timezone.now())
        run_sender(email)
        assert [state(notice) for notice in pair] == ["handed over", "withdrawn"]
        assert email.sent == []

    def test_it_goes_after_its_time_when_nothing_happened(self, pair: list[Notice]) -> None:
        run_sender(ScriptedRoute("matrix_report", takes))
        Notice.objects.filter(pk=pair[1].pk).update(send_after=timezone.now())
        run_sender(ScriptedRoute("email", takes))
        assert [state(notice) for notice in pair] == ["handed over", "handed over"]
