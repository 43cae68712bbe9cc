"""JSON far larger than memory: walk its outline, and take out one element of an array at a time.

Only the element in hand is held, up to a bound. An element is taken by `json.JSONDecoder.raw_decode`; what is
not wanted is passed over by counting brackets outside strings.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any

PIECE = 2**18
LARGEST_ELEMENT = 4 * 2**20
"""Characters of one element. Telegram's longest messages have some tens of thousands."""

_SPACE = re.compile(r"[ \t\r\n]*")
_OUTSIDE_STRINGS = re.compile(r'["\[\]{}]')
_IN_STRINGS = re.compile(r'["\\]')
_END_OF_WORD = re.compile(r"[ \t\r\n,\]}]")


class CutOff(Exception):
    """The text ends in the middle, or is no JSON from here on."""


class BadElement(Exception):
    """One element that is too large, or no JSON inside its brackets. It was passed over; go on."""


class JsonStream:
    """Reads forwards only. Every method begins where the one before ended. Errors: CutOff."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace").decode
        self._text = ""
        self._at = 0
        self._ended = False
        self._element = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is not space, which stays where it is."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                raise CutOff

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here. Take or pass over each value before the next key."""
        self._expect("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            yield self._key()
            if self._next_or_end("}"):
                return

    def elements(self) -> Iterator[None]:
        """Once per element of the array that begins here. Take or pass over each before the next."""
        self._expect("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield
            if self._next_or_end("]"):
                return

    def take(self) -> Any:
        """The value that begins here. Errors: CutOff, BadElement."""
        self.peek()
        while True:
            try:
                value, end = self._element.raw_decode(self._text, self._at)
                # What has closed itself is whole; a number may go on beyond what has been read.
                if isinstance(value, (dict, list, str)) or _END_OF_WORD.match(self._text, end):
                    self._at = end
                    return value
            except (ValueError, RecursionError):
                pass
            if len(self._text) - self._at > LARGEST_ELEMENT or not self._more(double=True):
                self.pass_over()
                raise BadElement

    def pass_over(self) -> None:
        """Leave out the value that begins here, however large it is."""
        first = self.peek()
        if first == '"':
            self._at += 1
            self._to_end_of_string()
        elif first in "[{":
            self._to_end_of_brackets()
        else:
            self._find(_END_OF_WORD)
            self._at -= 1

    def _key(self) -> str:
        if self.peek() != '"':
            raise CutOff
        try:
            key = self.take()
        except BadElement:
            raise CutOff from None
        self._expect(":")
        return str(key)

    def _to_end_of_brackets(self) -> None:
        depth = 0
        while True:
            found = self._find(_OUTSIDE_STRINGS)
            if found == '"':
                self._to_end_of_string()
                continue
            depth += 1 if found in "[{" else -1
            if depth == 0:
                return

    def _to_end_of_string(self) -> None:
        while self._find(_IN_STRINGS) == "\\":
            while self._at >= len(self._text):
                if not self._more():
                    raise CutOff
            self._at += 1

    def _find(self, what: re.Pattern[str]) -> str:
        """Go past the next place where `what` stands."""
        while True:
            if found := what.search(self._text, self._at):
                self._at = found.end()
                return found.group()
            self._at = len(self._text)
            if not self._more():
                raise CutOff

    def _next_or_end(self, end: str) -> bool:
        found = self.peek()
        if found not in (",", end):
            raise CutOff
        self._at += 1
        return found == end

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            raise CutOff
        self._at += 1

    def _more(self, *, double: bool = False) -> bool:
        """Read on, forgetting what lies behind. False at the end."""
        if self._ended:
            return False
        piece = self._file.read(max(PIECE, len(self._text) - self._at) if double else PIECE)
        self._ended = not piece
        self._text = self._text[self._at :] + self._decode(piece, final=self._ended)
        self._at = 0
        return not self._ended
