"""Whether a notice holds what its law demands: asked when it is written, and again right before it leaves.

It refuses and says which and why. It never adds, never guesses, never fills in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import get_args

from jikimi.playbooks.draft import OWN_NAME_LEFT_OPEN
from jikimi.playbooks.ground import GroundKind, ground_sentence
from jikimi.playbooks.law import Element, Law
from jikimi.playbooks.left_open import left_open
from jikimi.playbooks.part import Language


@dataclass(frozen=True, slots=True)
class Said:
    """A notice as it would leave. `ground` is the kind of its ground of belief, `urls` what it must name.

    `own_name` is the person's own name where the law demands it and it is known already; None while it is
    still to be asked for. `second_yes`: somebody has said yes to showing the sender's name to the uploader.
    """

    subject: str
    body: str
    language: Language
    ground: str
    urls: tuple[str, ...]
    sender_name: str
    sender_contact: str
    work: str | None = None
    own_name: str | None = None
    second_yes: bool = False


class Unsound(Exception):
    """The notice must not go out. `problems` holds a sentence for each reason; the message is all of them."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def check_written(law: Law, said: Said) -> None:
    """Right after writing: the person's own name and the second yes may still be missing. Errors: Unsound."""
    _refuse(_missing(law, said, leaving=False))


def check_leaving(law: Law, said: Said) -> None:
    """Right before it leaves: nothing may be missing any more. Errors: Unsound."""
    _refuse(_missing(law, said, leaving=True))


def _refuse(problems: Iterator[str]) -> None:
    found = tuple(problems)
    if found:
        raise Unsound(found)


def _missing(law: Law, said: Said, *, leaving: bool) -> Iterator[str]:
    if said.ground not in get_args(GroundKind):
        yield "The notice has no ground of belief: say on what it rests (statement, region_map, look)."
    elif not _stands_in(_ground(said), said.body):
        yield "The notice does not say its ground of belief. Write it again."
    if said.language not in law.draft:
        yield f"{law.name} has no words in the language of this notice. Write it again in another."
        return
    for required in law.required:
        if required.element is Element.OWN_NAME and not leaving:
            continue
        if not _HOLDS[required.element](law, said):
            what = f'The notice lacks "{required.element.value}", which {law.name} demands'
            yield f"{what}: {_plain(required.words)}"
    for place in _open_places(said, leaving=leaving):
        yield f'A place in the notice was left unfilled: "{place}". Correct its playbook, and write it again.'
    if leaving and law.copyright and not said.second_yes:
        yield "This way may show the sender's name to the uploader, and the second yes to that is missing."


def _plain(words: str) -> str:
    return f"{words.strip().rstrip('.')}."


def _open_places(said: Said, *, leaving: bool) -> tuple[str, ...]:
    urls = set(said.urls)
    lines = [line for line in said.body.splitlines() if line.strip() not in urls]
    allowed = {OWN_NAME_LEFT_OPEN} if not leaving else set()
    return tuple(place for place in left_open("\n".join([said.subject, *lines])) if place not in allowed)


def _ground(said: Said) -> str:
    kinds: dict[str, GroundKind] = {kind: kind for kind in get_args(GroundKind)}
    return ground_sentence(kinds[said.ground], said.language)


def _stands_in(words: str | None, body: str) -> bool:
    """Whether the words stand there, however the lines were broken."""
    wanted = " ".join((words or "").split())
    return bool(wanted) and wanted in " ".join(body.split())


def _names_every_address(_: Law, said: Said) -> bool:
    lines = {line.strip() for line in said.body.splitlines()}
    return bool(said.urls) and all(url in lines for url in said.urls)


def _gives_reasons(_: Law, said: Said) -> bool:
    return said.ground in get_args(GroundKind) and _stands_in(_ground(said), said.body)


_HOLDS: dict[Element, Callable[[Law, Said], bool]] = {
    Element.ADDRESS: _names_every_address,
    Element.REASONS: _gives_reasons,
    Element.GOOD_FAITH: lambda law, said: _stands_in(law.draft[said.language].good_faith, said.body),
    Element.SIGNATURE: lambda _, said: _stands_in(said.sender_name, said.body),
    Element.CONTACT: lambda _, said: _stands_in(said.sender_contact, said.body),
    Element.WORK: lambda _, said: _stands_in(said.work, said.body),
    Element.ACCURACY: lambda law, said: _stands_in(law.draft[said.language].accuracy, said.body),
    Element.OWN_NAME: lambda _, said: _stands_in(said.own_name, said.body),
}
