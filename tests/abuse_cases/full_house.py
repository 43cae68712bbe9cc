"""A centre at work, written into an installation: prints what must stay secret, then dies without tidying up.

`python -m tests.abuse_cases.full_house`, with the installation's environment.
"""

from __future__ import annotations

import json
import os
import signal

ADDRESS = "matrix://hush-server.example/#hush-room:hush-server.example"
ALLOWED = "https://hush-school.example/hush-class"
AUTHOR = "@hush-author:hush-server.example"
WORDS = "hush-words of the caseworker about what was done"


def main() -> None:
    from jikimi.service.prepare import ready

    ready()
    secrets = _fill()
    # Through a raw descriptor and a kill: nothing is closed, nothing is checkpointed.
    os.write(1, json.dumps(secrets).encode())
    os.kill(os.getpid(), signal.SIGKILL)


def _fill() -> list[str]:
    from django.utils import timezone

    from jikimi.cases.actions.allow_place import allow_place
    from jikimi.cases.actions.protect import protect
    from jikimi.cases.actions.withdraw_fingerprint import withdraw_fingerprint
    from jikimi.service.choose_case import new_case
    from jikimi.service.who import helper
    from jikimi.takedown.actions.confirm_sighting import confirm_sighting
    from tests.people import OPERATOR
    from tests.watch.engine import letterhead
    from tests.watch.pictures import protected, record_of, seen
    from tests.watch.recorded import follower, new_room, record

    worker = helper()
    case = new_case(worker, ["watch", "ask_platforms"])
    protect(worker, case, kind="original", record=record_of("astronaut"))
    withdrawn, _made = protect(worker, case, kind="original", record=record_of("chelsea"))
    withdraw_fingerprint(worker, withdrawn)
    allow_place(worker, case, ALLOWED)
    room = new_room(OPERATOR, ADDRESS)
    (sighting,) = record(room, [_file(follower())])
    confirm_sighting(
        worker,
        sighting,
        ground="region_map",
        words=WORDS,
        proof="kept",
        letterhead=letterhead(),
        now=timezone.now(),
    )
    _send()
    _name_kept_until_the_receipt()
    pictures = [protected("astronaut"), protected("chelsea"), seen("astronaut", "altered")]
    prints = [part for picture in pictures for part in (*picture.pdq, *picture.points.descriptors[:12])]
    return [
        *(part.encode().hex() for part in ("hush-", "Her face", "mxc://", "$hush-event")),
        *(bytes(one).hex() for one in prints),
        *(bytes(one).hex().encode().hex() for one in prints),
    ]


def _name_kept_until_the_receipt() -> None:
    from django.utils import timezone

    from jikimi.takedown.models import Notice, OwnName

    given = {"name": "hush-name of hers", "given_at": timezone.now(), "given_to": "blue-heron"}
    OwnName.objects.create(notice=Notice.objects.filter(state="due")[0], **given)


def _send() -> None:
    from django.utils import timezone

    from jikimi.routes.base import Receipt, ReceiptGrade
    from jikimi.takedown.actions.begin_attempt import begin_attempt
    from jikimi.takedown.actions.record_receipt import record_receipt
    from tests.takedown.found import claimed_notice

    notice, now = claimed_notice(), timezone.now()
    attempt = begin_attempt(notice, now=now)
    assert attempt is not None
    # What a homeserver gives back names the post.
    given = Receipt(ReceiptGrade.HANDED_OVER, now, "$hush-event", "hush-answer of theirs")
    record_receipt(notice, attempt, given, now=now)


def _file(bank: object) -> object:
    from dataclasses import replace

    from jikimi.watch.bank_follower import BankFollower
    from tests.watch.pictures import seen
    from tests.watch.recorded import file_of

    assert isinstance(bank, BankFollower)
    address = f"{ADDRESS}/$hush-event"
    plain = file_of("$hush-event", seen("astronaut", "altered"), bank)
    return replace(plain, address=address, media_address="mxc://hush-server.example/hush-file", author=AUTHOR)


if __name__ == "__main__":
    main()
