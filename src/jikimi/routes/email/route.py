"""The route by mail: builds the letter, hands it over once, and gives back the relay's word for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from jikimi.routes.base import OutgoingNotice, Receipt, ReceiptGrade
from jikimi.routes.email.conversation import hand_over
from jikimi.routes.email.dkim_signature import DkimKey
from jikimi.routes.email.letter import letter, letter_id
from jikimi.routes.email.machine_readable import notice_json
from jikimi.routes.email.relay import Relay
from jikimi.routes.email.signing import CentreKey
from jikimi.routes.email.words import plain_words, queue_id


def _now() -> datetime:
    return datetime.now(UTC)


class EmailRoute:
    """Sends notices through the operator's relay, signed with the centre's key.

    The relay may stand in a private network: the operator named it, so it is not fetched through
    `jikimi.net`, whose rules are for addresses that come from outside.
    """

    kind = "email"

    def __init__(
        self,
        relay: Relay,
        key: CentreKey,
        now: Callable[[], datetime] = _now,
        *,
        dkim: DkimKey | None = None,
    ) -> None:
        self._relay = relay
        self._key = key
        self._dkim = dkim
        self._now = now

    @property
    def key_id(self) -> str:
        """By which letters and notice.json name the key."""
        return self._key.id

    @property
    def public_pem(self) -> str:
        return self._key.public_pem

    def signed_sha256(self, notice: OutgoingNotice) -> str:
        """Of notice.json as it is attached, in hex; the same for every attempt with the same content."""
        return sha256(notice_json(notice, self._key)).hexdigest()

    async def send(self, notice: OutgoingNotice) -> Receipt:
        """Send once. Errors: NotSent (surely not), SentOrNot (nobody can tell)."""
        message = letter(notice, self._relay.sender, self._key, self._now())
        if self._dkim is not None:
            message = self._dkim.sign(message)
        answer = await hand_over(self._relay, notice.destination.strip(), message, letter_id(notice))
        return Receipt(
            grade=ReceiptGrade.HANDED_OVER,
            at=self._now(),
            reference=queue_id(answer.message),
            words=f"{answer.code} {plain_words(answer.message)}",
        )
