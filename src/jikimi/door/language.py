"""A language as the first word of an address."""

from __future__ import annotations

from django.conf import settings


class LanguageInPath:
    regex = "|".join(code for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
