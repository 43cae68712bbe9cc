"""One way to ask a platform: where it goes, under which law, how often, and what may be expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from string import Template
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from jikimi.net.mail_address import check_address
from jikimi.playbooks.duration import Duration
from jikimi.playbooks.form_field import FormField
from jikimi.playbooks.part import Part, Words
from jikimi.playbooks.rate_limit import RateLimit
from jikimi.playbooks.template import placeholders

DESTINATIONS = frozenset({"homeserver", "admin_contact", "host", "abuse_contact"})
MOST_LINKS = 50
SHORTEST_REPEAT = timedelta(hours=1)
# What is assumed of a route of which nothing is known: as likely to work as not, within three days.
USUAL_SUCCESS = 0.5
USUAL_HOURS = 72.0


class DestinationUnknown(Exception):
    """The configuration does not say where this goes. The message is a sentence with what to add."""


class Route(Part):
    """One way to ask. `destination` is filled from what the centre's configuration knows of the place.

    `prior_success` (0 to 1) and `prior_hours` (from sending to gone) are what is assumed until the centre has
    measured it. A notice over `max_links_per_notice` is split. `only_for` says when it is of use:
    such a way is never taken by itself, only when a caseworker names it.
    """

    kind: Literal["matrix_report", "email", "form_sheet"]
    destination: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    law: str
    attach_xarf: bool = False
    only_for: Words | None = None
    prior_success: float = Field(default=USUAL_SUCCESS, ge=0, le=1, allow_inf_nan=False)
    prior_hours: float = Field(default=USUAL_HOURS, gt=0, le=24 * 3660, allow_inf_nan=False)
    rate_limit: RateLimit | None = None
    repeat_every: Duration | None = None
    max_links_per_notice: int = Field(default=MOST_LINKS, ge=1, le=MOST_LINKS)
    field: Annotated[tuple[FormField, ...], Field(strict=False, max_length=50)] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """What to write into the form, in its order."""
        return self.field

    @model_validator(mode="after")
    def _destination_is_known(self) -> Self:
        unknown = sorted(placeholders(self.destination) - DESTINATIONS)
        if unknown:
            known = ", ".join(sorted(DESTINATIONS))
            raise ValueError(f"`destination`: ${{{unknown[0]}}} is not known: use one of {known}")
        if self.kind == "email" and not placeholders(self.destination):
            check_address(self.destination)
        if self.attach_xarf and self.kind != "email":
            raise ValueError('`attach_xarf` goes with kind = "email" only')
        return self

    @model_validator(mode="after")
    def _nobody_is_flooded(self) -> Self:
        if self.repeat_every is not None and self.repeat_every < SHORTEST_REPEAT:
            raise ValueError("`repeat_every` is an hour at least: who is flooded stops reading")
        return self

    @model_validator(mode="after")
    def _a_form_has_fields(self) -> Self:
        if (self.kind == "form_sheet") != bool(self.field):
            raise ValueError(
                'kind = "form_sheet" needs its [[route.field]] tables, and no other kind has them'
            )
        names = [field.name for field in self.field]
        if len(set(names)) != len(names):
            raise ValueError("two [[route.field]] tables have the same `name`")
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
