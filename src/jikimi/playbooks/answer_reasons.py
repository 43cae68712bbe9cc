"""What a platform can say of a notice, as keys that can be counted.

Keys that begin with DECISION_ are those of the European Commission's DSA Transparency Database (attribute
`decision_visibility` of a statement of reasons). That database knows restrictions only: a refusal is none, so
its other reasons have names of our own.
"""

from __future__ import annotations

from typing import Final, Literal

Said = Literal["removed", "refused", "need more"]

REMOVED: Final = ("DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_VISIBILITY_CONTENT_DISABLED")
REFUSED: Final = (
    "NOT_ILLEGAL_CONTENT",
    "NOT_INCOMPATIBLE_CONTENT",
    "NOT_FOUND",
    "NOT_OUR_SERVICE",
    "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED",
    "DECISION_VISIBILITY_CONTENT_DEMOTED",
    "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",
    "DECISION_VISIBILITY_CONTENT_LABELLED",
    "OTHER",
)
NEED_MORE: Final = ("NEED_ADDRESS", "NEED_AUTHORITY", "NEED_REASONS", "OTHER")

REASONS: Final[dict[Said, tuple[str, ...]]] = {
    "removed": REMOVED,
    "refused": REFUSED,
    "need more": NEED_MORE,
}
_IN_WORDS: Final = {
    "DECISION_VISIBILITY_CONTENT_REMOVED": "the content was removed",
    "DECISION_VISIBILITY_CONTENT_DISABLED": "access to the content was disabled",
    "NOT_ILLEGAL_CONTENT": "they do not hold it to be illegal",
    "NOT_INCOMPATIBLE_CONTENT": "they do not hold it to be against their terms",
    "NOT_FOUND": "they find nothing at the address",
    "NOT_OUR_SERVICE": "it is not on their service",
    "DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED": "they restricted it by age instead",
    "DECISION_VISIBILITY_CONTENT_DEMOTED": "they made it less visible instead",
    "DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED": "they restricted interaction with it instead",
    "DECISION_VISIBILITY_CONTENT_LABELLED": "they labelled it instead",
    "NEED_ADDRESS": "they need a more exact address",
    "NEED_AUTHORITY": "they need proof that the centre may speak for the person",
    "NEED_REASONS": "they need to know more of why",
    "OTHER": "another reason",
}


def fitting(said: Said, keys: list[str]) -> list[str]:
    """Those of `keys` that go with what was said, each once, in our order."""
    return [key for key in REASONS[said] if key in keys]


def in_words(key: str) -> str:
    """For a caseworker; a key of another version stands for itself."""
    return _IN_WORDS.get(key, key)
