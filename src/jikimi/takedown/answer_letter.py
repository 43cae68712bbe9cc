"""What the door puts into the letterbox when a platform answers: written by the door, read by the engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final, Literal

from jikimi.playbooks.answer_reasons import REASONS, Said, fitting
from jikimi.routes.plain_text import LONGEST, plain_text
from jikimi.takedown.reply_tokens import FORM

_FORM: Final = "jikimi-answer-1"
LONGEST_REFERENCE: Final = 100
LONGEST_WORDS: Final = LONGEST
# As many addresses as a notice may name, with their files.
MOST_ADDRESSES: Final = 100
LONGEST_ADDRESS: Final = 4096
LONGEST_ABOUT: Final = 20_000


class NotAnAnswer(ValueError):
    """The letterbox held something that is no answer of ours."""


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """`token` proves that whoever wrote it had the notice. All text is plain and bounded.

    `about` are the addresses that they speak of, as they stand in the notice; none: all of them.
    """

    token: str
    said: Said
    reasons: tuple[str, ...] = ()
    reference: str = ""
    words: str = ""
    about: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        return json.dumps({"form": _FORM, **asdict(self)}, ensure_ascii=False).encode()


def answer_letter(
    token: str, said: Said, reasons: Sequence[str], reference: str, words: str, *, about: str = ""
) -> AnswerLetter:
    """Everything brought into its form; what does not fit is left out, never refused. `about`: one a line."""
    lines = [line.strip()[:LONGEST_ADDRESS] for line in plain_text(about, LONGEST_ABOUT).split("\n")]
    return AnswerLetter(
        token,
        said,
        tuple(fitting(said, list(reasons))),
        plain_text(reference, LONGEST_REFERENCE).replace("\n", " "),
        plain_text(words, LONGEST_WORDS),
        tuple(dict.fromkeys(filter(None, lines)))[:MOST_ADDRESSES],
    )


def read_answer_letter(content: bytes) -> AnswerLetter:
    """Trusts nothing: the door may have been taken over. Errors: NotAnAnswer."""
    try:
        held = json.loads(content)
        if held["form"] != _FORM or not FORM.fullmatch(held["token"]):
            raise NotAnAnswer
        said = _said(held["said"])
        reasons = [str(reason) for reason in held["reasons"][:20]]
        about = "\n".join(str(line) for line in held.get("about", [])[:MOST_ADDRESSES])
        return answer_letter(
            held["token"], said, reasons, str(held["reference"]), str(held["words"]), about=about
        )
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise NotAnAnswer from None


def _said(value: object) -> Said:
    kinds: dict[object, Literal["removed", "refused", "need more"]] = {kind: kind for kind in REASONS}
    return kinds[value]
