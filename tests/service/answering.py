"""Makes a notice that is on its way, in an installation: `python -m tests.service.answering`.

Prints its number, token and law, as JSON. In one transaction, so that a running engine takes it from nobody.
"""

from __future__ import annotations

import json
import sys


def main() -> None:
    from jikimi.service.prepare import ready

    ready()
    from django.db import transaction

    with transaction.atomic():
        told = _notice()
    sys.stdout.write(json.dumps(told))


def _notice() -> dict[str, str]:
    from django.utils import timezone

    from jikimi.routes.base import Receipt, ReceiptGrade
    from jikimi.service.choose_case import new_case
    from jikimi.service.who import helper
    from jikimi.takedown.actions.begin_attempt import begin_attempt
    from jikimi.takedown.actions.publish_key import publish_key
    from jikimi.takedown.actions.record_receipt import record_receipt
    from jikimi.takedown.reply_tokens import token_of
    from tests.takedown.found import claimed_notice, confirmed, sighting_of

    worker, now = helper(), timezone.now()
    made = confirmed(worker, sighting_of(worker, new_case(worker, ["watch", "ask_platforms"])))
    for _ in made:
        notice = claimed_notice()
        attempt = begin_attempt(notice, now=now, signed_sha256="ab" * 32)
        assert attempt is not None
        record_receipt(notice, attempt, Receipt(ReceiptGrade.HANDED_OVER, now, "queued"), now=now)
    publish_key("0123456789abcdef", "-----BEGIN PUBLIC KEY-----\nhush\n-----END PUBLIC KEY-----\n", now=now)
    return {"id": notice.public_id, "token": token_of(notice.public_id), "law": notice.law}


if __name__ == "__main__":
    main()
