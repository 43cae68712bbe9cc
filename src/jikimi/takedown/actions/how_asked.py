"""What a caseworker says beside the ground when she asks for a removal."""

from __future__ import annotations

from datetime import datetime
from typing import Required, TypedDict

from jikimi.takedown.letterhead import Letterhead


class HowAsked(TypedDict, total=False):
    """`words` are her own and stay here.

    A notice warns the uploader, so `proof` says what was answered when somebody asked whether proof is kept
    (`kept`, `not wanted`), and nothing goes out before `hold_until`, where the police want a delay.
    `language` overrides the choice by the place's languages.
    """

    words: str
    proof: str
    hold_until: datetime | None
    language: str | None
    letterhead: Required[Letterhead]
    now: Required[datetime]
