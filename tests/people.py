"""The people of the base test. Who may not see a thing is tested beside who may."""

from __future__ import annotations

import pytest

from jikimi.cases.actions.found_team import found_team
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actor import ENGINE, Actor
from jikimi.cases.models import Case, Consent, Team

OPERATOR = Actor("operator", "the-operator")


@pytest.fixture
def operator() -> Actor:
    return OPERATOR


@pytest.fixture
def team(db: None) -> Team:
    return found_team(OPERATOR, "centre")


@pytest.fixture
def other_team_itself(db: None) -> Team:
    return found_team(OPERATOR, "elsewhere")


@pytest.fixture
def caseworker(team: Team) -> Actor:
    """Works on the team's cases."""
    return Actor("caseworker", "blue-heron", frozenset({team.pk}))


@pytest.fixture
def other_team(other_team_itself: Team) -> Actor:
    """A caseworker who has nothing to do with the team's cases."""
    return Actor("caseworker", "red-fox", frozenset({other_team_itself.pk}))


@pytest.fixture
def auditor(db: None) -> Actor:
    """Reads the ledger, and nothing else."""
    return Actor("auditor", "grey-owl")


@pytest.fixture
def survivor(db: None) -> Actor:
    return Actor("survivor", "mailbox-1")


@pytest.fixture
def engine() -> Actor:
    return ENGINE


@pytest.fixture
def case(caseworker: Actor, team: Team) -> Case:
    """An open case whose person has said yes to watching and to writing to platforms."""
    opened = open_case(caseworker, team_id=team.pk)
    for kind in (Consent.Kind.WATCH, Consent.Kind.ASK_PLATFORMS):
        give_consent(caseworker, opened, kind)
    return opened
