"""After the yes: notices go out, the homeserver's admin acts on the reports, and every link is looked at."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from demo.centre import Centre
from demo.following import Follower
from demo.mailserver import MailServer
from demo.result import Result
from demo.room import ChatRoom

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor

NOTICES_WITHIN_S = 90.0
LINKS_WITHIN_S = 120.0
MESSAGE_ONLY = "message gone but file served"
MESSAGE_ONLY_WORDS = (
    "The admin first removed one message alone. Its file was still served, and the look at it said so."
)
_STILL_TO_GO = ("draft", "due", "in window")


def await_notices(actor: Actor, centre: Centre) -> bool:
    """Whether every notice has an outcome."""
    from jikimi.takedown.queries import notices_visible_to

    return wait_until(
        NOTICES_WITHIN_S,
        lambda: not notices_visible_to(actor).filter(state__in=_STILL_TO_GO).exists(),
        centre,
    )


def read_notices(result: Result, follower: Follower) -> None:
    """How the notices stand, in all and for each copy; how long after its sighting each was ready."""
    from jikimi.takedown.queries import links_visible_to, notices_visible_to

    actor = follower.actor
    notices = list(notices_visible_to(actor))
    result.notices = dict(Counter(str(notice.state) for notice in notices))
    for link in links_visible_to(actor):
        if link.sighting_id and (seen := follower.seen(link.sighting_id)) is not None:
            seen.link, seen.looks = str(link.state), link.looks
    for notice in notices:
        for link in notice.links.select_related("sighting"):
            seen = follower.seen(link.sighting_id) if link.sighting_id else None
            if seen is not None and link.sighting is not None:
                seen.notices[notice.route] = str(notice.state)
                seen.ready_after_s = (notice.made_at - link.sighting.seen_at).total_seconds()


def read_letters(result: Result, mail: MailServer, centre: Centre) -> None:
    """How many letters arrived; one of them as it left, its signature checked as a platform would."""
    result.letters_at_relay = len(mail.deliveries)
    if not mail.deliveries:
        return
    message = mail.deliveries[0].message
    body = message.get_body(("plain",))
    result.letter = body.get_content() if body else ""
    folder = centre.folder / "letter"
    folder.mkdir(exist_ok=True)
    for part in message.iter_attachments():
        (folder / Path(part.get_filename() or "part").name).write_bytes(part.get_content())
    (folder / "centre.pem").write_text(centre.run("notice-key"))
    verify = (
        "openssl pkeyutl -verify -pubin -inkey centre.pem -rawin -in notice.json -sigfile notice.json.sig"
    )
    said = subprocess.run(verify.split(), cwd=folder, capture_output=True, text=True, check=False)
    result.signature_verified = said.returncode == 0


def admin_acts(result: Result, room: ChatRoom, actor: Actor, centre: Centre, console: Console) -> None:
    """One message alone is removed, to show that its file stays; then all reported files are quarantined."""
    reported = {str(report["event_id"]) for report in room.admin.event_reports()}
    result.reports_at_homeserver = len(reported)
    posts = [posted for posted in room.posted if posted.event in reported and posted.mxc]
    if not posts:
        return
    room.people[0].redact(room.room_id, posts[0].event)
    if wait_until(30, lambda: _links(actor).get(MESSAGE_ONLY, 0) > 0, centre):
        result.removed_message_only = MESSAGE_ONLY_WORDS
        console.print("  One message was removed alone: its file is still served, so it is not called gone.")
    for posted in posts:
        room.admin.quarantine(posted.mxc or "")
    console.print(f"  The admin quarantined the files of {len(posts)} reported posts.")


def await_gone(actor: Actor, centre: Centre) -> bool:
    """Whether every link is called gone, which takes several looks."""
    return wait_until(LINKS_WITHIN_S, lambda: set(_links(actor)) <= {"gone", "room gone"}, centre)


def _links(actor: Actor) -> dict[str, int]:
    from jikimi.takedown.queries import links_visible_to

    return dict(Counter(str(state) for state in links_visible_to(actor).values_list("state", flat=True)))


def wait_until(seconds: float, done: Callable[[], bool], centre: Centre) -> bool:
    """Whether it was done before the time was over and before one of the centre's processes ended."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end or centre.ended():
            return done()
        time.sleep(0.25)
    return True
