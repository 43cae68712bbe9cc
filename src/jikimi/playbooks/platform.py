"""A place that can remove content: by which routes it is asked, and how often we look whether it did."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from jikimi.playbooks.duration import Duration
from jikimi.playbooks.gone_rule import GoneRule
from jikimi.playbooks.part import CheckedOn, Part, Words
from jikimi.playbooks.route import Route

SourceKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_ ]{0,31}$")]
Host = Annotated[
    str,
    StringConstraints(pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$"),
]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]

Pauses = Annotated[tuple[Duration, ...], Field(strict=False, min_length=1, max_length=50)]


class CheckRhythm(Part):
    """The pauses between looks at a link, after a notice and once it is gone. The last one repeats."""

    after_asking: Pauses
    once_gone: Pauses
    stop_after: Duration

    @property
    def after_asking_s(self) -> tuple[int, ...]:
        """The pauses after a notice, in seconds."""
        return tuple(int(pause.total_seconds()) for pause in self.after_asking)

    @property
    def once_gone_s(self) -> tuple[int, ...]:
        """The pauses once the content is gone, in seconds: about half comes back on the same service."""
        return tuple(int(pause.total_seconds()) for pause in self.once_gone)


USUAL_RHYTHM = CheckRhythm.model_validate(
    {
        "after_asking": ("1h", "6h", "24h"),
        "once_gone": ("1h", "6h", "24h", "2d", "7d", "30d"),
        "stop_after": "730d",
    }
)


class Platform(Part):
    """One platform, or a regulator. `order`: its routes are used at once (parallel) or in turn (sequence).

    `sources` are the kinds of source whose content it can remove, `hosts` the web addresses that are its own
    (with all below them). `bound_by` are the laws that bind it, `languages` those it reads, the first best.
    `regulator`: it removes nothing itself; a law's next step leads to it.
    """

    name: Words
    regulator: bool = False
    sources: Annotated[tuple[SourceKind, ...], Field(strict=False)] = ()
    hosts: Annotated[tuple[Host, ...], Field(strict=False, max_length=100)] = ()
    languages: Annotated[tuple[LanguageCode, ...], Field(strict=False, min_length=1, max_length=50)]
    bound_by: Annotated[tuple[str, ...], Field(strict=False, max_length=50)] = ()
    answers: Words
    checked_on: CheckedOn | None = None
    order: Literal["parallel", "sequence"]
    next_route_after: Duration | None = None
    route: Annotated[tuple[Route, ...], Field(strict=False, min_length=1)]
    checks: CheckRhythm = USUAL_RHYTHM
    gone_rule: GoneRule = GoneRule()
    _key: str = PrivateAttr(default="")

    @property
    def key(self) -> str:
        """The name of its file, such as `matrix-homeserver`."""
        return self._key

    @property
    def routes(self) -> tuple[Route, ...]:
        """The ways to ask, in the order of the playbook."""
        return self.route

    @model_validator(mode="after")
    def _a_sequence_says_when(self) -> Self:
        if (self.order == "sequence") != (self.next_route_after is not None):
            raise ValueError(
                '`next_route_after` goes with order = "sequence" only: it says when the next is tried'
            )
        return self

    @model_validator(mode="after")
    def _what_can_remove_is_looked_at(self) -> Self:
        if self.regulator and (self.sources or self.hosts):
            raise ValueError("`regulator` removes nothing itself: leave out `sources` and `hosts`")
        return self
