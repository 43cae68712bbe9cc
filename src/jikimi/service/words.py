"""The command line in the language of whoever reads it: English, Korean or Urdu.

Which one: `jikimi --language ko ...`, else JIKIMI_LANGUAGE, else `[centre] language`, else the terminal's
(LC_ALL, LC_MESSAGES, LANG). Django's own choice stays alone: what is written into the history, into letters
and into `--json` does not depend on who sits before the terminal.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "ko", "ur")
FOLDER: Final = Path(__file__).parent / "locale"
_asked: list[str] = []


def speak(language: str) -> None:
    """What was asked for on the command line goes before everything else."""
    _asked[:] = [language]


def language() -> str:
    """One of LANGUAGES; English where nobody chose one that is there."""
    for choice in (
        *_asked,
        os.environ.get("JIKIMI_LANGUAGE", ""),
        *_set_by_the_centre(),
        *_of_the_terminal(),
    ):
        if choice:
            short = choice[:2].lower()
            return short if short in LANGUAGES else "en"
    return "en"


def _(words: str) -> str:
    """The same in that language."""
    return _catalogue(language()).gettext(words)


@cache
def _catalogue(chosen: str) -> NullTranslations:
    file = FOLDER / chosen / "LC_MESSAGES" / "cli.mo"
    with suppress(OSError), file.open("rb") as compiled:
        return GNUTranslations(compiled)
    return NullTranslations()


@cache
def _set_by_the_centre() -> tuple[str, ...]:
    from jikimi.service.config import ConfigError, load

    # Whatever is wrong with it is told by the command that needs it.
    with suppress(ConfigError, OSError):
        return (load().centre.language,)
    return ()


def _of_the_terminal() -> tuple[str, ...]:
    return tuple(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))


def many(count: int, one: str, more: str) -> str:
    """Either of two sentences, with the `count` in it."""
    return _(one if count == 1 else more).format(count=count)
