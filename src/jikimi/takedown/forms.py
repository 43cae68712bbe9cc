"""Notices that only a platform's own web form takes: a person carries the words there."""

from __future__ import annotations

from typing import Final

from jikimi.takedown.models import Notice

FORM: Final = "form_sheet"


def form_reason(notice: Notice) -> str:
    """Why it is not sent, and what to do."""
    return (
        f"Only the platform's web form takes it: `jikimi notices sheet {notice.public_id}` gives the words, "
        f"`jikimi notices receipt {notice.public_id} --reference ...` records the number that the form gives."
    )
