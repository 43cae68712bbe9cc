"""A law under which a notice may be sent: who, with what, by when, and in whose words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from jikimi.playbooks.next_step import NextStep
from jikimi.playbooks.part import CheckedOn, Language, Part, Words
from jikimi.playbooks.template import ACCURACY, OWN_NAME, WORK, DraftTemplate
from jikimi.playbooks.text import Text


class Element(StrEnum):
    """Something that a valid notice must contain."""

    ADDRESS = "address"
    REASONS = "reasons"
    GOOD_FAITH = "good faith"
    SIGNATURE = "signature"
    CONTACT = "contact"
    WORK = "work"
    ACCURACY = "accuracy"
    OWN_NAME = "own name"


# What a draft must leave room for, so that a law's element cannot be forgotten in one language.
HELD_BY: dict[Element, tuple[str, ...]] = {
    Element.ADDRESS: ("urls",),
    Element.REASONS: ("ground",),
    Element.GOOD_FAITH: ("good_faith",),
    Element.SIGNATURE: ("sender_name",),
    Element.CONTACT: ("sender_contact",),
    Element.WORK: (WORK,),
    Element.ACCURACY: (ACCURACY,),
    Element.OWN_NAME: (OWN_NAME,),
}
# What every draft holds, whatever the law says: an address, why, who speaks, and the name of the notice.
ALWAYS = ("notice_id", "urls", "ground", "good_faith", "sender_name", "sender_contact")


SenderKind = Literal["person", "authorised", "designated body", "anyone"]


class Sender(Part):
    """Who may send a notice under the law, and whether it must bear the person's own name."""

    may: Annotated[tuple[SenderKind, ...], Field(strict=False)]
    words: Words
    own_name_required: bool = False


class Required(Part):
    """One element of a valid notice, in the law's sense."""

    element: Annotated[Element, Field(strict=False)]
    words: Words


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) | {"sender"}


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError('write the name of a time zone, such as "Asia/Seoul" or "UTC", or "sender"')
    return name


class Deadline(Part):
    """How long they have: so many hours, or so many business days, or neither where the law names no number.

    `counted_from` says whether the time runs from the receipt or from our sending; `time_zone` is the one in
    which days begin and end, `sender` for the centre's own. `holidays` are the public holidays of that place,
    as far as the centre has listed them: no business days.
    """

    hours: int | None = Field(default=None, ge=1, le=24 * 366)
    business_days: int | None = Field(default=None, ge=1, le=366)
    holidays: Annotated[tuple[date, ...], Field(strict=False, max_length=400)] = ()
    counted_from: Literal["receipt", "sending"]
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    counted: Words
    words: Words

    @model_validator(mode="after")
    def _one_number_at_most(self) -> Self:
        if self.hours is not None and self.business_days is not None:
            raise ValueError("give `hours` or `business_days`, not both")
        if self.holidays and self.business_days is None:
            raise ValueError("`holidays` go with `business_days` only: hours pass on every day")
        return self


class Law(Part):
    """One law. `key` is the name of its file, `languages` those in which a notice can be drafted.

    `checked_on` is when somebody last compared the file with the text itself. `copyright` says that a notice
    under it may show the sender's name to the uploader. `next_step` is what follows when the time has passed.
    """

    name: Words
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    languages: Annotated[tuple[Language, ...], Field(strict=False, min_length=1)]
    sender: Sender
    required: Annotated[tuple[Required, ...], Field(strict=False, min_length=1)]
    deadline: Deadline
    then: Words
    text: Text
    checked_on: CheckedOn | None = None
    copyright: bool = False
    next_step: Annotated[tuple[NextStep, ...], Field(strict=False, max_length=20)] = ()
    draft: Mapping[Language, DraftTemplate]
    _key: str = PrivateAttr(default="")

    @property
    def key(self) -> str:
        """The name of its file, such as `eu-dsa-16`."""
        return self._key

    @model_validator(mode="after")
    def _every_language_has_its_draft(self) -> Self:
        if set(self.languages) != set(self.draft):
            raise ValueError("`languages` and the tables [draft.…] must name the same languages")
        if len(set(self.languages)) != len(self.languages):
            raise ValueError("`languages` names a language twice")
        return self

    @model_validator(mode="after")
    def _every_draft_holds_what_the_law_requires(self) -> Self:
        needed = {name for required in self.required for name in HELD_BY[required.element]} | set(ALWAYS)
        for language, template in self.draft.items():
            missing = sorted(needed - template.placeholders)
            if missing:
                names = ", ".join(f"${{{name}}}" for name in missing)
                raise ValueError(f"the body of [draft.{language}] leaves no room for {names}: add it")
        return self

    @model_validator(mode="after")
    def _own_name_stands_where_it_is_required(self) -> Self:
        for language, template in self.draft.items():
            if (OWN_NAME in template.placeholders) != self.sender.own_name_required:
                raise ValueError(
                    f"[draft.{language}]: ${{{OWN_NAME}}} goes with `own_name_required = true`, only with it"
                )
        return self
