"""Every field that a playbook may have stands in its page of the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from jikimi.playbooks.duty import Duty
from jikimi.playbooks.law import Element, Law
from jikimi.playbooks.part import Part
from jikimi.playbooks.platform import Platform
from jikimi.playbooks.route import DESTINATIONS
from jikimi.playbooks.template import PLACEHOLDERS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "playbooks.md").read_text()
NAMED = set(re.findall(r"`\[{0,2}([a-z_.…]+)\]{0,2}`", DOCUMENT))


def _fields(kind: type[Part]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        yield name
        for inner in _parts_in(field.annotation):
            yield from _fields(inner)


def _parts_in(annotation: object) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for one in get_args(annotation):
        yield from _parts_in(one)


@pytest.mark.parametrize("kind", [Law, Platform, Duty])
def test_every_field_is_there(kind: type[Part]) -> None:
    named = {part for name in NAMED for part in name.split(".")} | {"draft", "to_be_confirmed"}
    assert {name for name in _fields(kind) if name not in named} == set()
    assert "to_be_confirmed = true" in DOCUMENT
    assert "[draft.en]" in DOCUMENT


@pytest.mark.parametrize("fact", sorted(PLACEHOLDERS | DESTINATIONS | {"subject", "body"}))
def test_every_fact_is_there(fact: str) -> None:
    assert f"${{{fact}}}" in DOCUMENT


@pytest.mark.parametrize("element", Element)
def test_every_element_is_there(element: Element) -> None:
    assert f"`{element.value}`" in DOCUMENT
