from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from jikimi.playbooks.load import Playbooks
from jikimi.playbooks.part import Language
from jikimi.routes.email.signing import CentreKey


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What a notice needs beside the link: who signs, and by which playbooks.

    `place_of` gives, for a room's address, what the configuration knows of the place it lies in: that fills
    the destinations of the playbook's routes (see `jikimi.playbooks.platform.Route`). A notice waits for
    `gather` before it goes out, so that others of the same case and place can join it. `public_address` is
    where the door is reached from outside; without one, notices carry no address to answer at.
    `time_zone` is the centre's own (IANA), `key` the one that it signs with, where it has one.
    """

    sender_name: str
    sender_contact: str
    playbooks: Playbooks
    place_of: Callable[[str], Mapping[str, str]]
    language: Language = "en"
    gather: timedelta = timedelta()
    public_address: str = ""
    time_zone: str = "UTC"
    key: CentreKey | None = None
