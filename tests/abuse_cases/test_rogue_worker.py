"""A caseworker who turns against the people she serves, of another team or of the same."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.found_team import found_team
from jikimi.cases.actions.protect import ConsentMissing, protect
from jikimi.cases.actions.transaction import acting
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case, LedgerEntry
from jikimi.cases.queries import case_by_number, ledger_entries, visible_to
from jikimi.ledger.verify import verify
from jikimi.takedown.queries import links_visible_to, notices_visible_to
from jikimi.watch.queries import sightings_visible_to
from tests.takedown.found import confirmed, sighting_of

pytestmark = pytest.mark.django_db


def test_of_another_team_she_learns_of_no_case_sighting_notice_or_link(
    caseworker: Actor, other_team: Actor, case: Case
) -> None:
    confirmed(caseworker, sighting_of(caseworker, case))
    for reads in (visible_to, sightings_visible_to, notices_visible_to, links_visible_to):
        assert reads(caseworker).exists()
        assert not reads(other_team).exists()
    assert case_by_number(other_team, case.number) is None


def test_of_another_team_she_cannot_silence_a_place_or_empty_the_bank(
    caseworker: Actor, other_team: Actor, case: Case
) -> None:
    sighting = sighting_of(caseworker, case)
    for attempt in (
        lambda: allow_place(other_team, case, "matrix://here/!room:here"),
        lambda: withdraw_consent(other_team, case, "watch"),
        lambda: confirmed(other_team, sighting),
    ):
        with pytest.raises(PermissionRefused):
            attempt()
    assert case.allowed_places.count() == 0
    assert case.fingerprints.filter(withdrawn_at=None).count() == 1


def test_of_the_same_team_she_leaves_a_trace_that_she_cannot_remove(
    caseworker: Actor, case: Case, auditor: Actor
) -> None:
    allow_place(caseworker, case, "https://somewhere.example/where-it-is")
    trace = LedgerEntry.objects.latest("seq")
    assert (trace.actor, trace.verb, trace.case) == (caseworker.pseudonym, "cases.allow_place", case.number)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_ledgerentry WHERE seq = %s", [trace.seq])
    assert verify(ledger_entries(auditor)).problems == []


def test_she_does_not_find_where_a_photograph_is_without_that_persons_yes(
    caseworker: Actor, case: Case
) -> None:
    withdraw_consent(caseworker, case, "watch")
    with pytest.raises(ConsentMissing):
        protect(caseworker, case, kind="original", record=b"somebody else's photograph")


def test_she_cannot_make_herself_a_team_or_read_who_looked_at_what(caseworker: Actor) -> None:
    with pytest.raises(PermissionRefused):
        found_team(caseworker, "mine")
    assert list(ledger_entries(caseworker)) == []


def test_she_cannot_act_under_the_engines_name(caseworker: Actor) -> None:
    with pytest.raises(PermissionRefused), acting(caseworker, may={"engine"}, verb="watch.record_posts"):
        pass
