"""The place is asked under a law of the test's own choice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jikimi.playbooks.load import load_all
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Notice
from tests.takedown.found import asked_by

SENDS = pytest.mark.django_db(transaction=True)
MAIL = 'kind = "email"\ndestination = "${admin_contact}"\n'


def of_law(folder: Path, law: str, way: str = MAIL) -> Letterhead:
    """The place is asked by mail, and may be asked under this law too."""
    usual = asked_by(folder, MAIL, f'only_for = "Some cases."\n{way}')
    file = folder / "platforms" / "matrix-homeserver.toml"
    before, _, last = file.read_text().rpartition('law = "eu-dsa-16"')
    file.write_text(f'{before}law = "{law}"{last}')
    return replace(usual, playbooks=load_all([folder]))


def used(by: Letterhead, monkeypatch: pytest.MonkeyPatch) -> Letterhead:
    """The engine writes and sends by it too."""
    monkeypatch.setattr("tests.watch.engine.letterhead", lambda: by)
    return by


def of(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)
