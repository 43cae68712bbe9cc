"""The names of laws, for pages that say under which one a notice was sent."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from jikimi.playbooks.load import load_all
from jikimi.playbooks.problems import PlaybooksRefused


def law_name(key: str) -> str:
    """The key itself where no playbook of that name can be used (any more)."""
    return _names().get(key, key)


@cache
def _names() -> dict[str, str]:
    try:
        laws = load_all(settings.JIKIMI_PLAYBOOKS).laws
    except PlaybooksRefused:
        return {}
    return {key: law.name for key, law in laws.items()}
