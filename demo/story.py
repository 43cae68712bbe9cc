"""The demonstration from beginning to end."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
from rich.console import Console

from demo.centre import Centre
from demo.coming_back import post_again
from demo.deciding import Caseworker
from demo.following import Follower, collect, show
from demo.homeserver import Homeserver
from demo.mailserver import MailServer
from demo.matrix_people import register
from demo.plan import FIRST, Plan
from demo.result import Result
from demo.room import ChatRoom, open_room
from demo.stopping import be_deaf
from demo.taking_down import admin_acts, await_gone, await_notices, read_letters, read_notices, wait_until

if TYPE_CHECKING:
    from jikimi.cases.actor import Actor

# The watch is given up on when it has read nothing new for so long.
QUIET_S = 45.0
START_S = 60.0
BASIS = "A demonstration on this machine alone, with benign pictures: nothing is fetched from anybody."


@dataclass
class Stage:
    """Everything that runs: the homeserver and its room, the mail server, the centre."""

    room: ChatRoom
    mail: MailServer
    centre: Centre


def play(plan: Plan, a_second: float, folder: Path, stack: ExitStack, console: Console) -> Result:
    """Does it all and says each step. What did not happen as it should stands in `Result.problems`."""
    begun = time.monotonic()
    result = Result(datetime.now().astimezone(), [(photo.name, photo.pixels) for photo in plan.photos])
    stage = _set_up(folder, stack, console)
    photos, actor = _protect(plan, stage, console)
    follower = Follower(actor, stage.room, photos)
    caseworker = _caseworker(actor, console)
    _watch(plan, a_second, stage, follower, caseworker)
    collect(result, follower, plan)
    _take_down(result, stage, follower, console)
    _step(console, "Somebody saves one of them anew and posts it again")
    result.repost = post_again(result, stage.room, follower, stage.centre)
    if result.repost and result.repost.seen:
        console.print(f"  Found again, {result.repost.seen.after_s:.1f} s after the post.", highlight=False)
    result.took_s = time.monotonic() - begun
    _say_what_failed(result, stage)
    return result


def _set_up(folder: Path, stack: ExitStack, console: Console) -> Stage:
    _step(console, "Starting a Matrix homeserver and a mail server on this machine")
    (folder / "homeserver").mkdir()
    homeserver = stack.enter_context(Homeserver(folder / "homeserver"))
    mail = stack.enter_context(MailServer(folder / "mail"))
    centre = Centre(folder / "centre")
    stack.callback(centre.stop)
    room = open_room(homeserver)
    stack.callback(room.stop)
    stack.callback(be_deaf)  # pushed last, so it comes first
    centre.configure(homeserver, register(homeserver, "reader").token, mail)
    return Stage(room, mail, centre)


def _protect(plan: Plan, stage: Stage, console: Console) -> tuple[dict[int, str], Actor]:
    _step(console, "Protecting three photographs: only their fingerprints are kept")
    files = []
    for photo in plan.photos:
        file = stage.centre.folder / f"{photo.name}.png"
        cv2.imwrite(str(file), photo.pixels[:, :, ::-1])
        files.append(str(file))
    consents = "watch,ask_platforms,share_with_platforms"
    said = stage.centre.run("protect", *files, "--kind", "original", "--case", "new", "--consent", consents)
    console.print(f"  {said.splitlines()[0]}", highlight=False)
    actor = _sit_down(stage.centre)
    from jikimi.cases.queries import fingerprints_visible_to

    keys = fingerprints_visible_to(actor).order_by("pk").values_list("pk", flat=True)
    return dict(zip(keys, (photo.name for photo in plan.photos), strict=True)), actor


def _sit_down(centre: Centre) -> Actor:
    """This process becomes the caseworker's: it reads the centre's database with the centre's key."""
    for name in set(os.environ) - set(centre.environment):
        del os.environ[name]
    os.environ.update(centre.environment)
    from jikimi.service.prepare import ready
    from jikimi.service.who import helper

    ready()
    return helper()


def _caseworker(actor: Actor, console: Console) -> Caseworker:
    from jikimi.service.config import load
    from jikimi.service.letterhead import make_letterhead

    return Caseworker(actor, make_letterhead(load()), console)


def _watch(plan: Plan, a_second: float, stage: Stage, follower: Follower, caseworker: Caseworker) -> None:
    console, centre, room = caseworker.console, stage.centre, stage.room
    _step(console, f"Watching a public room while {len(plan.posts)} posts come in, {a_second:g} a second")
    centre.run("authority", "record", "--country", "KR", "--basis", BASIS)
    centre.run("room", "add", room.address, "--every", "1")
    centre.start("watch")
    centre.start("work")
    if not wait_until(START_S, follower.is_watched, centre):
        return
    room.begin_posting(plan.posts, a_second=a_second)
    until = time.monotonic() + QUIET_S
    while time.monotonic() < until and not centre.ended():
        before = follower.files_remembered()
        for sighting, copy in follower.new():
            show(console, sighting, copy)
            caseworker.decide(sighting, copy)
        if not room.busy and follower.files_remembered() >= plan.pictures:
            break
        if room.busy or follower.files_remembered() > before:
            until = time.monotonic() + QUIET_S
        time.sleep(0.1)
    for sighting, copy in follower.new():
        show(console, sighting, copy)
        caseworker.decide(sighting, copy)


def _take_down(result: Result, stage: Stage, follower: Follower, console: Console) -> None:
    _step(console, "The notices go out: a report to the homeserver, a letter to its admin")
    all_out = await_notices(follower.actor, stage.centre)
    read_notices(result, follower)
    read_letters(result, stage.mail, stage.centre)
    signed = "with a good signature" if result.signature_verified else "whose signature does not verify"
    console.print(
        f"  {result.notices_with_receipt} of {result.notices_written} have a receipt. "
        f"{result.letters_at_relay} letters arrived, {signed}.",
        highlight=False,
    )
    if not all_out:
        result.problems.append("Not every notice had an outcome in time.")
    _step(console, "The homeserver's admin acts, and every link is looked at until it is surely gone")
    admin_acts(result, stage.room, follower.actor, stage.centre, console)
    if not await_gone(follower.actor, stage.centre):
        result.problems.append("Not every link was gone in time.")
    read_notices(result, follower)
    console.print(f"  Gone: {result.gone} of {len(result.agreed)}, the files too.", highlight=False)


def _say_what_failed(result: Result, stage: Stage) -> None:
    say = result.problems.append
    if stage.room.trouble:
        say(f"Posting broke off: {stage.room.trouble}")
    if ended := stage.centre.ended():
        say(ended)
    if result.pictures_read < result.pictures:
        say(f"Only {result.pictures_read} of {result.pictures} pictures were read by the watch.")
    if result.false_matches:
        say(f"{result.false_matches} pictures that hide no copy were taken for one.")
    never = sorted(set(FIRST) - {copy.hidden.disguise for copy in result.found})
    if never:
        say(f"These disguises were not seen through: {', '.join(never)}.")
    asked = len(result.agreed)
    if result.notices_with_receipt < 2 * asked:
        say("Not every sighting that got a yes has two notices with a receipt.")
    if result.letters_at_relay != asked or result.reports_at_homeserver != asked:
        say("The letters and reports that arrived are not as many as the yeses.")
    if not asked:
        return
    if result.gone < asked:
        say(f"{asked - result.gone} files are still served.")
    if not result.signature_verified:
        say("The signature of a letter could not be verified with openssl.")
    if not result.removed_message_only:
        say("A message that was removed alone was not told apart from a file that is gone.")
    if result.repost is None or result.repost.seen is None:
        say("What was posted again was not found again.")


def _step(console: Console, words: str) -> None:
    console.print(f"\n[bold]{words}[/bold]", highlight=False)
