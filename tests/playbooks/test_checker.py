"""A notice without an element of its law, without its ground, or with an open place does not go out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.playbooks.checker import Said, Unsound, check_leaving, check_written
from jikimi.playbooks.draft import OWN_NAME_LEFT_OPEN, draft
from jikimi.playbooks.ground import ground_sentence
from jikimi.playbooks.language import NoSuchDraft, language_for
from jikimi.playbooks.law import HELD_BY, Element
from jikimi.playbooks.left_open import left_open
from tests.playbooks.test_ours import EACH, NAMES, OURS, facts

PLATFORM = OURS.platforms["matrix-homeserver"]
NAME = "Rosa Example"


def said(law, language) -> Said:
    given = facts(ground=ground_sentence("region_map", language))
    subject, body = draft(law, PLATFORM, language, given)
    return Said(
        subject=subject,
        body=body.replace(OWN_NAME_LEFT_OPEN, NAME),
        language=language,
        ground="region_map",
        urls=given.urls,
        sender_name=given.sender_name,
        sender_contact=given.sender_contact,
        work=given.work,
        own_name=NAME if law.sender.own_name_required else None,
        second_yes=True,
    )


@pytest.mark.parametrize(("law", "language"), EACH, ids=NAMES)
def test_what_our_drafts_make_may_leave(law, language) -> None:
    check_written(law, said(law, language))
    check_leaving(law, said(law, language))


@pytest.mark.parametrize(("law", "language"), EACH, ids=NAMES)
def test_each_element_that_is_missing_is_named_with_the_laws_words(law, language) -> None:
    whole = said(law, language)
    values = {
        "urls": whole.urls[0],
        "ground": ground_sentence("region_map", language),
        "good_faith": law.draft[language].good_faith,
        "sender_name": whole.sender_name,
        "sender_contact": whole.sender_contact,
        "work": whole.work,
        "accuracy": law.draft[language].accuracy,
        "own_name": whole.own_name,
    }
    for required in law.required:
        (name,) = HELD_BY[required.element]
        gone = " ".join(whole.body.split()).replace(" ".join(values[name].split()), "")
        lines = "\n".join(url for url in whole.urls if url != (values["urls"] if name == "urls" else None))
        without = replace(whole, body=f"{gone}\n{lines}")
        if name == "urls":
            without = replace(without, urls=whole.urls[:1])
        with pytest.raises(Unsound) as refused:
            check_leaving(law, without)
        assert f'"{required.element.value}"' in str(refused.value)
        assert required.words.strip().rstrip(".") in str(refused.value)


def test_without_a_ground_of_belief_it_does_not_leave() -> None:
    law = OURS.laws["eu-dsa-16"]
    whole = said(law, "en")
    for wrong in (replace(whole, ground=""), replace(whole, ground="rumour"), replace(whole, ground="look")):
        with pytest.raises(Unsound, match="ground of belief"):
            check_written(law, wrong)


def test_the_own_name_may_be_open_when_written_and_never_when_leaving() -> None:
    law = OURS.laws["kr-44-2"]
    whole = said(law, "ko")
    still_open = replace(whole, body=whole.body.replace(NAME, OWN_NAME_LEFT_OPEN), own_name=None)
    check_written(law, still_open)
    with pytest.raises(Unsound) as refused:
        check_leaving(law, still_open)
    assert '"own name"' in str(refused.value)
    assert OWN_NAME_LEFT_OPEN in str(refused.value)


def test_copyright_needs_its_second_yes_when_leaving() -> None:
    law = OURS.laws["us-dmca-512"]
    first = replace(said(law, "en"), second_yes=False)
    check_written(law, first)
    with pytest.raises(Unsound, match="second yes"):
        check_leaving(law, first)


@pytest.mark.parametrize(
    "place",
    [
        "${sender_name}", "${", "$name", "{{ name }}", "[[name]]", "%(name)s", "<your name>", "[insert date]",
        "[NAME]", "[성명 기재]", "____", "○○○", "TODO", "xxx", "<이름>",
    ],
)  # fmt: skip
def test_a_place_left_open_blocks_it(place) -> None:
    law = OURS.laws["eu-dsa-16"]
    whole = said(law, "en")
    for wrong in (
        replace(whole, body=f"{whole.body}\nDear {place},\n"),
        replace(whole, subject=f"{whole.subject} {place}"),
    ):
        with pytest.raises(Unsound, match="left unfilled"):
            check_written(law, wrong)


@pytest.mark.parametrize(
    "fine",
    [
        "It cost 5 $ or $5.",
        "See <https://a.example/x> or <desk@centre.example>.",
        "https://door.example/answer/abc___xxx-XXX_TODO",
        "(1) [1] 2 < 3 > 1",
        "전기통신사업법 제22조의5 [별지]",
    ],
)
def test_plain_words_and_addresses_are_no_open_places(fine) -> None:
    assert left_open(fine) == ()


@given(st.text(max_size=300))
def test_looking_for_open_places_never_fails_and_shows_little(text) -> None:
    assert all(len(place) <= 40 and "\n" not in place for place in left_open(text))


def test_the_language_is_one_that_the_place_reads() -> None:
    law = OURS.laws["kr-22-5"]
    assert language_for(law, OURS.platforms["kr-commission"]) == "ko"
    assert language_for(law, OURS.platforms["telegram"]) == "en"
    assert language_for(law, OURS.platforms["discord"], "ko") == "ko"
    with pytest.raises(NoSuchDraft, match="ko, en"):
        language_for(law, OURS.platforms["discord"], "ur")


def test_every_element_is_checked() -> None:
    assert {required.element for law in OURS.laws.values() for required in law.required} == set(Element)
