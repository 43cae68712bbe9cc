"""The yes: a caseworker's, with its ground of belief. Without a terminal it is taken, and that is said."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console

from demo.result import Copy
from jikimi.match.sighting import Kind

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.takedown.letterhead import Letterhead
    from jikimi.watch.models import Sighting

REPLACED = "r"


@dataclass
class Caseworker:
    """Says yes or no to one sighting after the other."""

    actor: Actor
    letterhead: Letterhead
    console: Console
    always: bool = False
    told: bool = False

    def decide(self, sighting: Sighting, copy: Copy | None) -> None:
        """Asks, and does what was answered. Nothing is asked about what hides no copy."""
        if copy is None or copy.seen is None:
            return
        shows_a_replaced_part = sighting.kind == Kind.ALTERED and REPLACED in sighting.region_map
        ground = "region_map" if shows_a_replaced_part else "statement"
        if not self._yes(ground):
            copy.seen.declined = True
            self._dismiss(sighting)
            return
        copy.seen.ground = ground
        self._confirm(sighting, ground)

    def _yes(self, ground: str) -> bool:
        if self.always:
            return True
        if not sys.stdin.isatty():
            self.always = True
            self.console.print("         There is no terminal to ask at: the yes is taken for each of them.")
            return True
        because = (
            "what was kept and what was replaced" if ground == "region_map" else "the person's own statement"
        )
        self.console.print(f"         Write to the homeserver? The ground is {because}.")
        answer = (
            self.console.input("         [bold]y[/bold]es, [bold]a[/bold]ll from now on, [bold]n[/bold]o: ")
            .strip()
            .lower()
        )
        self.always = answer.startswith("a")
        return answer[:1] in {"", "y", "a"}

    def _confirm(self, sighting: Sighting, ground: str) -> None:
        from django.utils import timezone

        from jikimi.takedown.actions.confirm_sighting import confirm_sighting

        confirm_sighting(
            self.actor,
            sighting,
            ground=ground,
            proof="not wanted",  # nothing of the demo is evidence
            place_is_abusive=True,  # the room mocks those who are shown in it
            letterhead=self.letterhead,
            now=timezone.now(),
        )

    def _dismiss(self, sighting: Sighting) -> None:
        from django.utils import timezone

        from jikimi.watch.actions.settle_sighting import dismiss_sighting

        dismiss_sighting(self.actor, sighting, now=timezone.now())
