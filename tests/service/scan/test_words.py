"""Strangers' words before they reach a terminal."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from jikimi.service.cli.scan import register
from jikimi.service.scan import run
from jikimi.service.scan.plain import author_tag, plain

anything = st.text(st.characters(codec=None), max_size=700)


@given(anything)
def test_nothing_unseen_is_left_and_it_can_be_written(words: str) -> None:
    shown = plain(words)
    assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for one in shown)
    assert len(plain("a" * 5000)) <= 301
    shown.encode("utf-8")


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=200))
def test_words_that_can_be_seen_stay_as_they_are(words: str) -> None:
    assert plain(words) == words


def test_korean_and_arabic_stay_as_they_are() -> None:
    assert plain("지킴이 사진 صورة.jpg") == "지킴이 사진 صورة.jpg"


@given(st.text(min_size=1), st.text())
def test_a_tag_is_the_same_for_one_author_in_one_place(author: str, place: str) -> None:
    assert author_tag(author, place) == author_tag(author, place)
    assert len(author_tag(author, place)) == 8
    assert author_tag(author, place) != author_tag(author, place + "x")
    assert author_tag("", place) == "-"


def test_what_nobody_foresaw_is_not_taken_for_a_find(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Python itself would end with 1, which means "found"."""

    async def stumbles(*_args: object, **_more: object) -> None:
        raise UnicodeError

    monkeypatch.setattr(run, "scan", stumbles)
    app = typer.Typer()
    register(app)
    with pytest.raises(SystemExit) as ended:
        app([str(tmp_path), "--photos", str(tmp_path), "--json"])
    assert ended.value.code == 2
    assert "unforeseen" in json.loads(capfd.readouterr().out)["summary"]["stopped"]
