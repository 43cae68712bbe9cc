"""A place that can remove content: by which routes it is asked, and how often we look whether it did."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from jikimi.playbooks.duration import Duration
from jikimi.playbooks.part import Part, Words
from jikimi.playbooks.template import placeholders

DESTINATIONS = frozenset({"homeserver", "admin_contact", "host", "abuse_contact"})
SourceKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class DestinationUnknown(Exception):
    """The configuration does not say where this goes. The message is a sentence with what to add."""


class Route(Part):
    """One way to ask. `destination` is filled from what the centre's configuration knows of the place."""

    kind: Literal["matrix_report", "email"]
    destination: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    law: str
    attach_xarf: bool = False

    @model_validator(mode="after")
    def _destination_is_known(self) -> Self:
        unknown = sorted(placeholders(self.destination) - DESTINATIONS)
        if unknown:
            known = ", ".join(sorted(DESTINATIONS))
            raise ValueError(f"`destination`: ${{{unknown[0]}}} is not known: use one of {known}")
        if self.attach_xarf and self.kind != "email":
            raise ValueError('`attach_xarf` goes with kind = "email" only')
        return self

    def destination_for(self, known: Mapping[str, str]) -> str:
        """Where a notice goes. `known` gives what the configuration says; errors: DestinationUnknown."""
        for name in Template(self.destination).get_identifiers():
            if not known.get(name, "").strip():
                plain = name.replace("_", " ")
                raise DestinationUnknown(
                    f"Nobody has said what the {plain} of this place is, so {self.kind} cannot be used. "
                    f"Add `{name}` for it to jikimi.toml."
                )
        return Template(self.destination).substitute(known).strip()


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


class Platform(Part):
    """One platform. `order` says whether its routes are used at once (parallel) or in turn (sequence)."""

    name: Words
    sources: Annotated[tuple[SourceKind, ...], Field(strict=False, min_length=1)]
    order: Literal["parallel", "sequence"]
    next_route_after: Duration | None = None
    route: Annotated[tuple[Route, ...], Field(strict=False, min_length=1)]
    checks: CheckRhythm
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
