"""Korean and Urdu on the command line: all that `status`, `stuck` and a wrongly typed command say."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import jikimi
from jikimi.service import words
from jikimi.service.cli.stuck import THINGS, _lines
from jikimi.takedown.models import DeadlineState, LinkState, NoticeState
from jikimi.takedown.stuck.item import Stuck, Urgency
from jikimi.watch.models import RoomState, SightingState
from tests.installation import Installation
from tests.service.test_translations import _written

ROOT = Path(jikimi.__file__).parent
STATES = (NoticeState, LinkState, DeadlineState, RoomState, SightingState)
SUBJECTS = {"this machine's clock", "the inbox", "the letterbox", "watching"}


def _constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "many"):
            inner = [one for argument in node.args for one in ast.walk(argument)]
            told = [one for one in inner if not isinstance(one, ast.Subscript)]
            keys = {id(one.slice) for one in inner if isinstance(one, ast.Subscript)}
            for one in told:
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in keys:
                    yield one.value


def _reasons(path: Path) -> Iterator[str]:
    """Sentences that stand by themselves: docstrings and parts of longer ones are none."""
    tree = ast.parse(path.read_text())
    longer = [one for one in ast.walk(tree) if isinstance(one, ast.JoinedStr)]
    passed_over = {id(part) for one in longer for part in one.values}
    passed_over |= {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    alone = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and id(one) not in passed_over]
    for told in (one.value for one in alone if isinstance(one.value, str)):
        if told.endswith((".", "?")) and " " in told and not told.startswith("jikimi "):
            yield told


def said() -> set[str]:
    found = set(THINGS) | SUBJECTS | {urgency.name.replace("_", " ") for urgency in Urgency}
    found |= {state.value for states in STATES for state in states}
    for path in (ROOT / "service").rglob("*.py"):
        if "jikimi.service.words import" in path.read_text():
            found |= set(_constants(path))
    for path in [ROOT / "service" / "stuck.py", *(ROOT / "takedown" / "stuck").glob("*.py")]:
        found |= set(_reasons(path))
    return found - {"", "_", " "}


@pytest.mark.parametrize("language", ["ko", "ur"])
def test_every_sentence_is_translated_and_compiled(language: str) -> None:
    folder = words.FOLDER / language / "LC_MESSAGES"
    written = _written(folder / "cli.po")
    assert said() == set(written)
    assert all(written.values())
    with (folder / "cli.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    assert {name: told for name, told in compiled.items() if name} == written


@pytest.mark.parametrize("language", ["ko", "ur"])
def test_what_is_put_in_and_what_is_typed_stays_the_same(language: str) -> None:
    for msgid, told in _written(words.FOLDER / language / "LC_MESSAGES" / "cli.po").items():
        for pattern in (r"{\w+}", r"`[^`]+`", r"jikimi \w+"):
            assert sorted(re.findall(pattern, msgid)) == sorted(re.findall(pattern, told)), msgid


@pytest.mark.parametrize(
    ("language", "one", "case"), [("ko", "링크 7", "사건 12"), ("ur", "لنک 7", "کیس 12")]
)
def test_stuck_speaks_it(monkeypatch: pytest.MonkeyPatch, language: str, one: str, case: str) -> None:
    monkeypatch.setattr(words, "_asked", [language])
    since = datetime(2026, 11, 1, 9, tzinfo=UTC)
    why = "It was gone and has come back, and nobody is being asked to remove it."
    back = Stuck(Urgency.LINK, "link 7", why, ("jikimi links show 7",), since, case="12")
    theirs = Stuck(Urgency.ANSWER, "answer 3", "Words of a platform.", ("jikimi answers show 3",), since)
    told = list(_lines([back, theirs], 30))
    assert one in told[0]
    assert case in told[0]
    assert why not in told[1]
    assert told[2].strip() == "jikimi links show 7", "what is typed is the same everywhere"
    assert "  Words of a platform." in told, "what others wrote stays as they wrote it"


@pytest.mark.parametrize("language", ["ko", "ur"])
def test_status_speaks_it_and_a_program_reads_the_same_as_before(home: Installation, language: str) -> None:
    english = home.run("status").stdout
    here = home.run("--language", language, "status")
    assert here.returncode == 0, here.stderr
    latin = {"jikimi", "UTC", "MB", "serve", "stuck", "links", "authority", "record"}
    ours = re.sub(r"head [0-9a-f]+|[0-9a-f]{64}", "", here.stdout)
    assert set(re.findall(r"[A-Za-z]{2,}", ours)) <= latin
    assert len(here.stdout.splitlines()) == len(english.splitlines())
    as_json = home.run("--language", language, "status", "--json").stdout
    assert '"need_a_person"' in as_json
    assert as_json.isascii()


def test_in_english_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_asked", ["en"])
    assert words._("Nothing needs a person.") == "Nothing needs a person."
    assert list(_lines([], 30)) == ["Nothing needs a person."]
