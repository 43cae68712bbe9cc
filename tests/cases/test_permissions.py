"""Who may do what, and what everybody else learns: nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jikimi.cases.actions.allow_place import allow_place
from jikimi.cases.actions.close_case import close_case
from jikimi.cases.actions.forbid_place import forbid_place
from jikimi.cases.actions.found_team import found_team
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actions.protect import protect
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
from jikimi.cases.actor import ENGINE, Actor, PermissionRefused
from jikimi.cases.models import Case, LedgerEntry, LedgerHead, Team
from jikimi.cases.queries import (
    case_by_number,
    case_summaries,
    fingerprints_visible_to,
    ledger_visible_to,
    visible_to,
)

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[[Actor, Case], object]] = {
    "open": lambda actor, case: open_case(actor, team_id=case.team_id),
    "consent": lambda actor, case: give_consent(actor, case, "give_to_police"),
    "withdraw consent": lambda actor, case: withdraw_consent(actor, case, "watch"),
    "protect": lambda actor, case: protect(actor, case, kind="original", record=b"x"),
    "withdraw photo": lambda actor, case: withdraw_fingerprint(actor, case.fingerprints.get()),
    "allow": lambda actor, case: allow_place(actor, case, "https://school.example/a"),
    "forbid": lambda actor, case: forbid_place(actor, case, "https://school.example/a"),
    "close": close_case,
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["other_team", "auditor", "survivor", "operator"])
def test_nobody_else_changes_a_case_and_nothing_of_the_try_stays(
    who: str, verb: str, caseworker: Actor, case: Case, request: pytest.FixtureRequest
) -> None:
    actor: Actor = request.getfixturevalue(who)
    protect(caseworker, case, kind="original", record=b"mine")
    before = LedgerEntry.objects.count(), LedgerHead.objects.get().hash
    with pytest.raises(PermissionRefused):
        VERBS[verb](actor, case)
    assert (LedgerEntry.objects.count(), LedgerHead.objects.get().hash) == before


@pytest.mark.parametrize("who", ["other_team", "auditor", "survivor", "operator"])
def test_nobody_else_sees_a_case(
    who: str, caseworker: Actor, case: Case, request: pytest.FixtureRequest
) -> None:
    actor: Actor = request.getfixturevalue(who)
    protect(caseworker, case, kind="original", record=b"mine")
    assert not visible_to(actor).exists()
    assert not fingerprints_visible_to(actor).exists()
    assert case_summaries(actor) == []
    assert case_by_number(actor, case.number) is case_by_number(actor, "26-9999") is None


def test_the_team_and_the_engine_see_it(caseworker: Actor, case: Case) -> None:
    assert case_by_number(caseworker, f" {case.number} ") == case
    assert list(visible_to(ENGINE)) == [case]
    (summary,) = case_summaries(caseworker)
    assert (summary.photos, summary.consents) == (0, "watch,ask_platforms")


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("auditor", True),
        ("operator", True),
        ("caseworker", False),
        ("other_team", False),
        ("survivor", False),
    ],
)
def test_the_ledger_is_for_those_who_watch_over_it(
    case: Case, who: str, reads: bool, request: pytest.FixtureRequest
) -> None:
    assert ledger_visible_to(request.getfixturevalue(who)).exists() is reads


def test_only_the_operator_founds_teams(caseworker: Actor, auditor: Actor) -> None:
    for who in (caseworker, auditor, ENGINE):
        with pytest.raises(PermissionRefused):
            found_team(who, "mine")
    assert not Team.objects.filter(name="mine").exists()


def test_a_refusal_does_not_tell_whether_a_case_of_another_team_is_there(
    other_team: Actor, case: Case
) -> None:
    with pytest.raises(PermissionRefused) as refusal:
        close_case(other_team, case)
    assert case.number not in str(refusal.value)
    assert "no such case" in str(refusal.value)
