"""The address by which whoever got a notice may answer it: who can know it, and for how long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.playbooks.load import load_all
from jikimi.playbooks.part import Language
from jikimi.playbooks.reply_lines import reply_lines
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.answers import answerable
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice, ReplyLink
from jikimi.takedown.outgoing import outgoing
from jikimi.takedown.reply_tokens import FORM, VALID_FOR, token_hash, token_of
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db
DOOR = "https://door.centre.example"


def at_the_door(language: Language = "en") -> Letterhead:
    return replace(letterhead(), public_address=DOOR, language=language)


@pytest.fixture
def notices(caseworker: Actor, case: Case) -> list[Notice]:
    return confirmed(caseworker, sighting_of(caseworker, case))


def sent() -> Notice:
    notice = claimed_notice()
    assert begin_attempt(notice, now=timezone.now()) is not None
    return notice


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_letter_says_where_to_answer_and_where_to_check(
    notices: list[Notice], language: Language
) -> None:
    letter = outgoing(notices[0], at_the_door(language))
    lines = letter.body.split("\n")
    assert f"{DOOR}/answer/{token_of(notices[0].public_id)}/" == letter.reply_to
    assert letter.reply_to in lines
    assert f"{DOOR}/verify/" in lines


def test_without_a_public_address_there_is_no_such_line(notices: list[Notice]) -> None:
    letter = outgoing(notices[0], letterhead())
    assert letter.reply_to == ""
    assert letter.body == notices[0].body
    assert "answer/" not in letter.body


def test_it_works_from_the_moment_in_which_the_notice_leaves(notices: list[Notice]) -> None:
    token = token_of(notices[0].public_id)
    assert answerable(token, timezone.now()) is None
    notice = sent()
    found = answerable(token_of(notice.public_id), timezone.now())
    assert found is not None
    assert (found.notice_id, found.law) == (notice.public_id, notice.law)


def test_it_expires(notices: list[Notice]) -> None:
    token, now = token_of(sent().public_id), timezone.now()
    assert answerable(token, now + VALID_FOR * 0.99) is not None
    assert answerable(token, now + VALID_FOR * 1.01) is None


def test_every_notice_has_its_own_and_the_database_has_none(notices: list[Notice]) -> None:
    tokens = {token_of(sent().public_id), token_of(sent().public_id)}
    assert len(tokens) == 2
    rows = repr(list(ReplyLink.objects.values()))
    assert all(token not in rows for token in tokens)
    assert {row.token_hash for row in ReplyLink.objects.all()} == {token_hash(token) for token in tokens}


@given(st.text(max_size=80))
def test_no_other_word_opens_it(word: str) -> None:
    if not FORM.fullmatch(word):
        assert answerable(word, timezone.now()) is None


def test_tokens_have_the_form_by_which_letters_are_searched() -> None:
    tokens = [token_of(f"JK-{number:012d}") for number in range(50)]
    assert all(FORM.fullmatch(token) for token in tokens)
    assert len(set(tokens)) == 50


def test_there_are_lines_in_every_language_of_a_playbook() -> None:
    for language in {language for law in load_all().laws.values() for language in law.languages}:
        said = reply_lines(language, reply="https://a.example/r", verify="https://a.example/v")
        assert said.split("\n").count("https://a.example/r") == 1
