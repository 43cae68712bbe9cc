"""What was typed wrong is told in our words, with what to do, and nothing of the library's."""

from __future__ import annotations

import sys

import pytest

from jikimi.service import cli, words
from jikimi.service.usage import run

THEIRS = ("Error:", "Usage:", "Invalid value", "Input should", "Value error", "No such", "Missing", "Got ")


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_asked", ["en"])
    if not cli.app.registered_commands:
        cli._register_all()


def typed(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["jikimi", *arguments])
    return run(cli.app)


@pytest.mark.parametrize(
    ("command", "says", "more"),
    [
        ("links show x", "NUMBER is a whole number, such as 7.", "jikimi links show --help"),
        ("links sho", "There is no command sho here. Did you mean show?", "jikimi links --help"),
        ("watched", "There is no command watched here. Did you mean watch?", "jikimi --help"),
        ("qqq", "There is no command qqq here.", "jikimi --help"),
        ("case open --foo", "There is no option --foo here.", "jikimi case open --help"),
        ("case open --consen", "Did you mean --consent?", "jikimi case open --help"),
        ("confirm 5", "--ground is missing.", "jikimi confirm --help"),
        ("confirm 5 --ground why", "'why'. It is one of: statement, region_map, look.", "jikimi confirm"),
        ("room add", "ADDRESS is missing.", "jikimi room add --help"),
        ("scan a b c --photos x", "b c: that is more than belongs here.", "jikimi scan --help"),
        ("case open --consent", "After --consent something is missing", "--help"),
        ("status --json=3", "--json stands alone", "--help"),
        ("notices hold JK-A --until 5", "--until is a day such as 2026-12-01", "jikimi notices hold --help"),
        ("scan x --photos y --processes 99", "--processes is at most 64.", "jikimi scan --help"),
        ("scan x --photos y --processes 0", "--processes is at least 1.", "jikimi scan --help"),
        ("scan x --photos y --processes a", "--processes is a whole number", "jikimi scan --help"),
        ("--language de status", "It is one of: en, ko, ur.", "jikimi --help"),
        ("case show \x1b[2J more", "that is more than belongs here", "jikimi case show --help"),
    ],
)
def test_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, says: str, more: str
) -> None:
    assert typed(monkeypatch, *command.split(" ")) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert f"`{more}" in told.err or more in told.err
    assert not [word for word in THEIRS if word in told.err]
    assert "\x1b" not in told.err


def test_a_group_alone_shows_what_it_can(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(monkeypatch, "case") == 2
    assert "close" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["ko", "ur"])
def test_it_says_so_in_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert typed(monkeypatch, "--language", language, "case", "open", "--foo") == 2
    told = capsys.readouterr().err
    assert "--foo" in told
    assert "There is no option" not in told


def test_the_first_choice_that_was_made_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "JIKIMI_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(words, "_asked", [])
    monkeypatch.setattr(words, "_set_by_the_centre", lambda: ("",))
    assert words.language() == "en"
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert words.language() == "ko"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert words.language() == "en", "what the terminal says first counts, also where it is none of ours"
    monkeypatch.setattr(words, "_set_by_the_centre", lambda: ("ur",))
    assert words.language() == "ur"
    monkeypatch.setenv("JIKIMI_LANGUAGE", "ko")
    assert words.language() == "ko"
    words.speak("en")
    assert words.language() == "en"
