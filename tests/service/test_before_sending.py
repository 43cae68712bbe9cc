"""The own name comes from a person before the terminal or from standard input, after the warning."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest

from jikimi.service.before_sending import ask_about_proof, ask_own_name, in_utc
from jikimi.service.plain_errors import CouldNot


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_nobody_before_the_terminal_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, "")
    with pytest.raises(CouldNot, match="--proof kept"):
        ask_about_proof()


@pytest.mark.parametrize("text", ["", "Rosa", "no\nRosa\n", "Rosa\nyes\n"])
def test_a_name_without_the_yes_is_not_taken(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    piped(monkeypatch, text)
    with pytest.raises(CouldNot, match="cannot be called back"):
        ask_own_name()


def test_the_yes_and_then_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    piped(monkeypatch, "yes\nRosa Example\n")
    assert ask_own_name() == "Rosa Example"


def test_a_day_begins_where_the_centre_is() -> None:
    """In America a day that is held until UTC's midnight would be let go on the evening before."""
    for time_zone, hour in (("UTC", 0), ("Asia/Seoul", -9), ("America/New_York", 5)):
        midnight = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=hour)
        assert in_utc(datetime(2026, 12, 1), time_zone) == midnight
    assert in_utc(None, "UTC") is None
