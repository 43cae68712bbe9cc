"""The words that passphrases are made of.

4,096 plain English words of four to eight letters, 12 bits each, hardly two with the same first five letters.
They come from the Electronic Frontier Foundation's long list (Joseph Bonneau, 2016, CC BY 3.0 US), without
words that somebody who works with abuse all day should not have to read aloud.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Final

COUNT: Final = 4096


@cache
def words() -> tuple[str, ...]:
    """In alphabetical order."""
    return tuple(json.loads(files("jikimi.seal").joinpath("words.json").read_text("ascii")))
