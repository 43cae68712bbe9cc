"""In which language a notice is written: one that the place reads and for which the law has its words."""

from __future__ import annotations

from typing import get_args

from jikimi.playbooks.law import Law
from jikimi.playbooks.part import Language
from jikimi.playbooks.platform import Platform


class NoSuchDraft(Exception):
    """The law has no words in the language that was asked for. The message is a sentence."""


def language_for(law: Law, platform: Platform, wish: str | None = None) -> Language:
    """`wish` where somebody chose; else the first that the place reads; else the law's first.

    Errors: NoSuchDraft, for a wish that the law has no draft for.
    """
    if wish is not None:
        for language in law.languages:
            if language == wish:
                return language
        raise NoSuchDraft(
            f"{law.name} has no draft in this language: choose one of {', '.join(law.languages)}."
        )
    for code in platform.languages:
        for language in law.languages:
            if language == code:
                return language
    return law.languages[0]


def known_language(code: str) -> Language:
    """The language of a notice that was written before. Errors: NoSuchDraft."""
    for language in get_args(Language):
        if language == code:
            found: Language = language
            return found
    raise NoSuchDraft("The notice is in a language that we do not know. Write it again.")
