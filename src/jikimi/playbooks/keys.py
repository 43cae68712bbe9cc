"""Whether what playbooks name in one another is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from jikimi.playbooks.law import Law
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.problems import sentence_in

Files = dict[tuple[str, str], Path]  # by ("law" or "platform", key)


def missing_keys(laws: Mapping[str, Law], platforms: Mapping[str, Platform], files: Files) -> Iterator[str]:
    """One sentence for every key that leads nowhere, with its file and line."""
    regulators = [key for key, platform in platforms.items() if platform.regulator]
    for key, law in laws.items():
        file = files["law", key]
        for number, step in enumerate(law.next_step):
            if step.law is not None and step.law not in laws:
                yield _none(file, ["next_step", number, "law"], "law", step.law, laws)
            if step.regulator is not None and step.regulator not in regulators:
                yield _none(file, ["next_step", number, "regulator"], "regulator", step.regulator, regulators)
    for key, platform in platforms.items():
        file = files["platform", key]
        for number, route in enumerate(platform.routes):
            if route.law not in laws:
                yield _none(file, ["route", number, "law"], "law", route.law, laws)
        for name in platform.bound_by:
            if name not in laws:
                yield _none(file, ["bound_by"], "law", name, laws)


def _none(file: Path, path: list[str | int], what: str, key: str, known: Collection[str]) -> str:
    these = ", ".join(sorted(known)) or "(there is none yet)"
    return sentence_in(file, path, f'there is no {what} "{key}": write one of {these}, or add its playbook')
