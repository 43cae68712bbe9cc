"""Who takes over the public site's process while it runs reaches no key, and opens nothing that is sealed."""

from __future__ import annotations

import pytest

from jikimi.service.walls import landlock_version
from tests.abuse_cases.conftest import FullHouse
from tests.conftest import Database

INSIDE = """
import os, sys
from jikimi.service.child import prepare_site
walls = prepare_site("door")
from jikimi.service.django_setup import django_setup
django_setup("door")
from django.conf import settings
from django.apps import apps
from jikimi.cases.engine_key import engine_key
from jikimi.cases.fields import Sealed
settings.JIKIMI_HOLDS_ENGINE_KEY = bool(int(sys.argv[1]))
opened = refused = 0
for model in apps.get_models():
    for row in model.objects.values():
        for value in row.values():
            if isinstance(value, Sealed):
                try:
                    value.open()
                    opened += 1
                except Exception:
                    refused += 1
print(opened, refused > 10)
"""


def test_he_opens_nothing_that_is_sealed(full_house: FullHouse, database: Database) -> None:
    ended = full_house.installation.python("-c", INSIDE, 0)
    assert ended.stdout.split() == ["0", "True"], ended.stderr


@pytest.mark.skipif(landlock_version() == 0, reason="this kernel has no Landlock")
def test_he_opens_nothing_even_if_he_rewrites_the_settings(full_house: FullHouse, database: Database) -> None:
    ended = full_house.installation.python("-c", INSIDE, 1)
    assert ended.stdout.split() == ["0", "True"], ended.stderr
