"""A notice that lacks a fact, or holds one that could break it, is not written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.playbooks.draft import MAX_ADDRESS, MAX_ADDRESSES, CannotDraft, draft
from tests.playbooks.test_ours import OURS, facts

LAW = OURS.laws["eu-dsa-16"]
PLATFORM = OURS.platforms["matrix-homeserver"]


@pytest.mark.parametrize(
    ("missing", "word"),
    [
        ({"urls": ()}, "no address"),
        ({"ground": "  \n "}, "ground of belief"),
        ({"sender_name": ""}, "name of the centre"),
        ({"sender_contact": " "}, "contact of the centre"),
        ({"notice_id": ""}, "number"),
    ],
)
def test_a_missing_fact_blocks_the_notice(missing, word) -> None:
    with pytest.raises(CannotDraft, match=word):
        draft(LAW, PLATFORM, "en", facts(**missing))


@pytest.mark.parametrize(
    "broken",
    [
        {"sender_name": "Centre\r\nBcc: x@y.example"},
        {"sender_contact": "a\u202eb"},
        {"notice_id": "JK-\u2028A"},
        {"urls": ("https://a.example/ b",)},
        {"urls": ("https://a.example/\nhttps://b.example/",)},
        {"urls": ("https://a.example/\u200b",)},
        {"urls": ("",)},
        {"urls": ("https://a.example/" + "x" * MAX_ADDRESS,)},
        {"urls": tuple(f"https://a.example/{n}" for n in range(MAX_ADDRESSES + 1))},
    ],
)
def test_what_could_break_a_line_is_refused(broken) -> None:
    with pytest.raises(CannotDraft):
        draft(LAW, PLATFORM, "en", facts(**broken))


def test_a_language_without_a_draft_is_refused_with_those_there_are() -> None:
    with pytest.raises(CannotDraft, match="en, ko"):
        draft(LAW, PLATFORM, "ur", facts())


def test_a_dollar_in_a_fact_is_not_a_placeholder() -> None:
    _, body = draft(LAW, PLATFORM, "en", facts(ground="It says ${sender_name} and $5."))
    assert "It says ${sender_name} and $5." in body


def test_names_in_scripts_with_joiners_pass() -> None:
    assert "\u200c" in draft(LAW, PLATFORM, "en", facts(sender_name="مرکز\u200cها"))[1]


@given(name=st.text(max_size=80), contact=st.text(max_size=80), ground=st.text(max_size=200))
def test_either_a_sentence_or_a_whole_notice(name, contact, ground) -> None:
    wanted = facts(sender_name=name, sender_contact=contact, ground=ground)
    try:
        subject, body = draft(LAW, PLATFORM, "en", wanted)
    except CannotDraft as refused:
        sentence = str(refused)
    else:
        sentence = "A whole notice."
        assert subject.isprintable()
        assert name.strip() in body.splitlines()
        assert [line for line in body.splitlines() if line in wanted.urls] == list(wanted.urls)
    assert sentence.endswith(".")
