"""Writes many letters that are due. Runs in a process with an installation's keys."""

from __future__ import annotations

import sys
from pathlib import Path


def write(folder: Path, count: int) -> None:
    from django.utils import timezone

    from jikimi.cases.actions.give_consent import give_consent
    from jikimi.cases.actions.open_case import open_case
    from jikimi.service.who import helper
    from jikimi.takedown.actions.asking import Asking
    from jikimi.takedown.actions.write_notice import write_notice
    from jikimi.takedown.models import Link
    from tests.takedown.clocks import asked, with_law
    from tests.takedown.found import sighting_of

    person = helper()
    case = open_case(person, team_id=min(person.team_ids))
    for kind in ("watch", "ask_platforms"):
        give_consent(person, case, kind)
    by = with_law(folder)
    asked(person, sighting_of(person, case), by, timezone.now())
    link = Link.objects.get()
    platform = by.playbooks.platforms["matrix-homeserver"]
    asking = Asking(case, platform, "look", "", person.pseudonym, by, timezone.now())
    for _ in range(count - 1):
        write_notice(asking, platform.routes[0], [link], after=None)


if __name__ == "__main__":
    from jikimi.service.prepare import ready

    ready()
    write(Path(sys.argv[1]), int(sys.argv[2]))
