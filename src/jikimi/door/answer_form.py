"""What a platform fills in. Nothing in it can be more than plain, short text."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict

from jikimi.playbooks.answer_reasons import REASONS, Said
from jikimi.takedown.answer_letter import (
    LONGEST_ABOUT,
    LONGEST_REFERENCE,
    LONGEST_WORDS,
    MOST_ADDRESSES,
    AnswerLetter,
    answer_letter,
)


@dataclass(slots=True)
class AnswerForm:
    """What was filled in, for showing it again, and what is missing. `problems` are names of sentences."""

    said: Said | None = None
    reasons: list[str] = field(default_factory=list)
    reference: str = ""
    words: str = ""
    about: str = ""
    problems: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, given: QueryDict) -> AnswerForm:
        known: dict[str, Said] = {name: name for name in REASONS}
        said = known.get(given.get("said", ""))
        form = cls(
            said=said,
            reasons=given.getlist(f"reason {said}")[:20] if said else [],
            reference=given.get("reference", "")[: LONGEST_REFERENCE + 1],
            words=given.get("words", "")[: LONGEST_WORDS * 2],
            about=given.get("about", "")[: LONGEST_ABOUT + 1],
        )
        form._look_for_problems()
        return form

    def letter(self, token: str) -> AnswerLetter:
        """Errors: ValueError while there are problems."""
        if self.problems or self.said is None:
            raise ValueError
        return answer_letter(token, self.said, self.reasons, self.reference, self.words, about=self.about)

    def _look_for_problems(self) -> None:
        if self.said is None:
            self.problems.add("said")
        elif self.said != "removed" and not self.reasons and not self.words.strip():
            self.problems.add("why")
        # Browsers count a new line as one character and send two.
        if len(self.words.replace("\r\n", "\n")) > LONGEST_WORDS:
            self.problems.add("words")
        if len(self.reference) > LONGEST_REFERENCE:
            self.problems.add("reference")
        if len(self.about) > LONGEST_ABOUT or len(self.about.split()) > MOST_ADDRESSES:
            self.problems.add("about")
