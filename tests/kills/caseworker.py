"""A caseworker who says yes to every sighting within a second, until the process is ended."""

from __future__ import annotations

import signal
import threading


def confirm_all() -> None:
    from django.utils import timezone

    from jikimi.service.config import load
    from jikimi.service.letterhead import make_letterhead
    from jikimi.service.who import helper
    from jikimi.takedown.actions.confirm_sighting import confirm_sighting
    from jikimi.watch.queries import sightings_visible_to

    actor = helper()
    letterhead = make_letterhead(load())
    for sighting in sightings_visible_to(actor).filter(state="open"):
        confirm_sighting(
            actor,
            sighting,
            ground="statement",
            proof="kept",
            place_is_abusive=True,
            letterhead=letterhead,
            now=timezone.now(),
        )


if __name__ == "__main__":
    from jikimi.service.prepare import ready

    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ready()
    while not ended.wait(0.3):
        confirm_all()
    confirm_all()
