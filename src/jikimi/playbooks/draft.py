"""A notice in the words of its law: the facts filled in, or a refusal that says which one is missing."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from string import Template
from textwrap import wrap

from jikimi.playbooks.law import Law
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.template import ACCURACY, HISTORY, OWN_NAME, WORK, DraftTemplate

MAX_ADDRESSES = 100
MAX_ADDRESS = 4096
OWN_NAME_LEFT_OPEN = f"${{{OWN_NAME}}}"  # the person's own name is filled in while it is sent, never before
_INVISIBLE = {"Cc", "Cf", "Zl", "Zp", "Cs"}
_JOINERS = "\u200c\u200d"  # Urdu and Persian are spelt with them; they break no line


class CannotDraft(Exception):
    """The notice cannot be written. The message is a sentence for the caseworker."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a notice says. There is no place for the person's name, on purpose.

    `urls` are what a reader can open, `ground` is the ground of belief in the notice's language,
    `sender_name` and `sender_contact` are the centre's own. `history` is what was asked before, and when, one
    line each: complaints need it. `work` describes the photograph whose copyright a notice claims.
    """

    notice_id: str
    made_on: date
    urls: tuple[str, ...]
    ground: str
    sender_name: str
    sender_contact: str
    history: str = ""
    work: str = ""


def draft(law: Law, platform: Platform, language: str, facts: Facts) -> tuple[str, str]:
    """Subject and body of a notice. Errors: CannotDraft where a fact is missing or cannot stand there."""
    template = _template(law, language)
    values = values_of(law, platform, language, facts)
    try:
        subject = Template(template.subject).substitute(values)
        body = Template(template.body).substitute(values)
    except (KeyError, ValueError) as unfilled:
        raise CannotDraft("A place in the draft was left unfilled, so it must not go out.") from unfilled
    return subject.strip(), body.strip() + "\n"


def values_of(law: Law, platform: Platform, language: str, facts: Facts) -> dict[str, str]:
    """What each placeholder of a draft becomes, by its name. Errors: CannotDraft."""
    template = _template(law, language)
    values = {
        "notice_id": _one_line(facts.notice_id, "the notice's number"),
        "date": facts.made_on.isoformat(),
        "platform": _one_line(platform.name, "the platform's name"),
        "urls": _addresses(facts.urls),
        "ground": _paragraph(facts.ground, "the ground of belief", language),
        "good_faith": _paragraph(template.good_faith, "the good-faith statement", language),
        "sender_name": _one_line(facts.sender_name, "the name of the centre ([centre] in jikimi.toml)"),
        "sender_contact": _one_line(
            facts.sender_contact, "the contact of the centre ([centre] in jikimi.toml)"
        ),
    }
    values[OWN_NAME] = OWN_NAME_LEFT_OPEN
    if template.accuracy:
        values[ACCURACY] = _paragraph(template.accuracy, "the statement of accuracy", language)
    if WORK in template.placeholders:
        values[WORK] = _paragraph(facts.work, "the work (which photograph, and who took it)", language)
    if HISTORY in template.placeholders:
        values[HISTORY] = _lines(facts.history, "what was asked before, and when")
    return values


def _template(law: Law, language: str) -> DraftTemplate:
    template = next((words for name, words in law.draft.items() if name == language), None)
    if template is None:
        raise CannotDraft(
            f"There is no draft for {law.name} in this language: choose one of {', '.join(law.languages)}."
        )
    return template


def _one_line(value: str, what: str) -> str:
    if not value.strip():
        raise CannotDraft(f"The notice cannot be written yet: {what} is missing.")
    if any(unicodedata.category(char) in _INVISIBLE and char not in _JOINERS for char in value):
        raise CannotDraft(f"The notice cannot be written: {what} holds an invisible character. Retype it.")
    return value.strip()


def _lines(value: str, what: str) -> str:
    return "\n".join(_one_line(line, what) for line in value.strip().splitlines() or [""])


def _paragraph(value: str, what: str, language: str) -> str:
    lines = [_one_line(line, what) for line in value.strip().splitlines() or [""]]
    width = 38 if language == "ko" else 76  # a Korean letter is two columns wide
    return "\n".join(
        wrapped
        for line in lines
        for wrapped in wrap(line, width, break_long_words=False, break_on_hyphens=False)
    )


def _addresses(urls: tuple[str, ...]) -> str:
    if not urls:
        raise CannotDraft("The notice cannot be written yet: it names no address.")
    if len(urls) > MAX_ADDRESSES:
        raise CannotDraft(f"A notice names at most {MAX_ADDRESSES} addresses: split it.")
    for url in urls:
        if len(url) > MAX_ADDRESS:
            raise CannotDraft(f"An address is longer than {MAX_ADDRESS} characters. Look for a shorter one.")
        if not url or any(char.isspace() or unicodedata.category(char) in _INVISIBLE for char in url):
            raise CannotDraft(
                "An address is empty or holds a space or an invisible character. Copy it again."
            )
    return "\n".join(urls)
