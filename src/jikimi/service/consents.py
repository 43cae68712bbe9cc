"""Asking for, and reading, the yeses that the person gave."""

from __future__ import annotations

import sys
from typing import Final

import typer

from jikimi.service.plain_errors import CouldNot

# What is said before each yes: taking it back later does not reach everywhere.
QUESTIONS: Final = {
    "watch": "May we look for her pictures in public rooms? She can take this back; then we stop at once.",
    "ask_platforms": "May we ask platforms to remove what we find? What was already asked cannot be unasked.",
    "share_with_platforms": (
        "May we give fingerprints of the abusive pictures to platforms, so that they block them? "
        "We can only ask them to forget, later."
    ),
    "give_to_police": "May we give what we find to the police? They decide what they keep.",
}


def read_consents(given: str) -> list[str]:
    """`watch,ask_platforms` as a list. Errors: CouldNot."""
    kinds = [kind.strip().replace("-", "_") for kind in given.split(",") if kind.strip()]
    unknown = [kind for kind in kinds if kind not in QUESTIONS]
    if unknown or not kinds:
        raise CouldNot(f"Say which yeses she gave, with commas between: {', '.join(QUESTIONS)}.")
    return list(dict.fromkeys(kinds))


def ask_consents() -> list[str]:
    """Asks one after the other. Errors: CouldNot without a terminal, where nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CouldNot(
            "Say which yeses the person gave, for example: --consent watch,ask_platforms. "
            "Nothing is done without them."
        )
    typer.echo("What did the person say yes to? Ask her; do not guess.", err=True)
    return [kind for kind, question in QUESTIONS.items() if typer.confirm(question, default=False, err=True)]


def need_watch(kinds: list[str]) -> list[str]:
    """Errors: CouldNot without a yes to watching."""
    if "watch" not in kinds:
        raise CouldNot("Without her yes to watching nothing may be kept of her photos, so nothing was.")
    return kinds
