"""Sightings as they come: each is shown, and matched with the post that the demo knows it to be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console

from demo.plan import DISGUISES, Hidden, Plan
from demo.report import words
from demo.result import Copy, Place, Result, Seen
from demo.room import ChatRoom, Posted

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor
    from jikimi.watch.models import Sighting

# An event may be seen by the watch before the thread that posted it has heard its number.
_HEARD_WITHIN_S = 3.0


@dataclass
class Follower:
    """Reads new sightings from the centre's database. `photos` maps a fingerprint's key to its photograph."""

    actor: Actor
    room: ChatRoom
    photos: dict[int, str]
    last: int = 0
    copies: dict[int, Copy] = field(default_factory=dict)
    strange: list[int] = field(default_factory=list)

    def new(self) -> Iterator[tuple[Sighting, Copy | None]]:
        """Each new sighting with its copy; None where no copy was hidden, or of another photograph."""
        from jikimi.watch.queries import sightings_visible_to

        for sighting in sightings_visible_to(self.actor).filter(pk__gt=self.last):
            self.last = sighting.pk
            copy = self._copy_of(sighting)
            if copy is None:
                self.strange.append(sighting.pk)
            else:
                self.copies[sighting.pk] = copy
            yield sighting, copy

    def seen(self, sighting: int) -> Seen | None:
        """What is known of the copy that this sighting found."""
        copy = self.copies.get(sighting)
        return copy.seen if copy else None

    def is_watched(self) -> bool:
        """Whether the watch has been in the room and is up to date with it."""
        from jikimi.watch.queries import summary

        return any(room.caught_up_at for room in summary().rooms)

    def files_remembered(self) -> int:
        """How many posts with a picture the watch has read so far."""
        from jikimi.watch.queries import summary

        return sum(room.files for room in summary().rooms)

    def _copy_of(self, sighting: Sighting) -> Copy | None:
        posted = self._posted(str(sighting.post.address if sighting.post else ""))
        kept = self._kept(sighting.fingerprint_id)
        photo = kept.photo.name if kept else self.photos.get(sighting.fingerprint_id)
        if posted is None or posted.hidden is None or photo != posted.hidden.photo.name:
            return None
        return Copy(posted.hidden, posted.event, _seen(sighting, kept))

    def _posted(self, address: str) -> Posted | None:
        event = address.rpartition("/")[2]
        until = time.monotonic() + _HEARD_WITHIN_S
        while True:
            found = next((posted for posted in reversed(self.room.posted) if posted.event == event), None)
            if found or time.monotonic() > until:
                return found
            time.sleep(0.05)

    def _kept(self, fingerprint: int) -> Hidden | None:
        """The altered picture that was kept as this fingerprint; None for a photograph's own."""
        from jikimi.watch.queries import sightings_visible_to

        if fingerprint in self.photos:
            return None
        origin = sightings_visible_to(self.actor).filter(kept_item=fingerprint).order_by("pk").first()
        copy = self.copies.get(origin.pk) if origin else None
        return copy.hidden if copy else None


def show(console: Console, sighting: Sighting, copy: Copy | None) -> None:
    """One line: after how many seconds, which photograph, what was done to it, by which signals."""
    seen = _seen(sighting, None)
    back = " [yellow]It was gone, and came back.[/yellow]" if seen.came_back else ""
    what = (
        f"{words.photo(copy.hidden.photo.name)}, {words.kind(seen)}"
        if copy
        else "[red]a picture that hides none[/red]"
    )
    sure = "match" if seen.verdict == "match" else "look"
    console.print(
        f"  [bold]{seen.after_s:5.1f} s[/bold]  {sure:<5}  {what} ({words.signals(seen)}){back}",
        highlight=False,
    )


def collect(result: Result, follower: Follower, plan: Plan) -> None:
    """What the sightings amount to, in the order of the disguises, with the copies that were missed."""
    result.posts, result.pictures = len(plan.posts), plan.pictures
    result.pictures_read = follower.files_remembered()
    found = {copy.event: copy for copy in follower.copies.values()}
    copies = [
        found.get(posted.event) or Copy(posted.hidden, posted.event)
        for posted in follower.room.posted
        if posted.hidden
    ]
    result.copies = sorted(copies, key=lambda copy: DISGUISES.index(copy.hidden.disguise))
    result.false_matches = len(follower.strange)


def _seen(sighting: Sighting, kept: Hidden | None) -> Seen:
    made_at = sighting.made_at or sighting.seen_at
    return Seen(
        verdict=sighting.verdict,
        kind=sighting.kind,
        signals=dict(sighting.signals),
        place=_place(sighting.transform),
        after_s=max(0.0, (sighting.seen_at - made_at).total_seconds()),
        kept=kept,
        region_map=sighting.region_map,
        came_back=sighting.came_back,
    )


def _place(transform: dict[str, object] | None) -> Place | None:
    if not transform:
        return None
    numbers = {name: transform[name] for name in ("region", "seen_region")}
    region, seen_region = (tuple(float(v) for v in box) for box in numbers.values())  # type: ignore[attr-defined]
    return Place(
        turned=float(str(transform["turned"])),
        mirrored=bool(transform["mirrored"]),
        region=(region[0], region[1], region[2], region[3]),
        seen_region=(seen_region[0], seen_region[1], seen_region[2], seen_region[3]),
    )
