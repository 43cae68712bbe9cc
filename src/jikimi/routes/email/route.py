"""The route by mail: builds the letter, hands it over once, and gives back the relay's word for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from jikimi.routes.base import OutgoingNotice, Receipt, ReceiptGrade
from jikimi.routes.email.conversation import hand_over
from jikimi.routes.email.letter import letter
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

    def __init__(self, relay: Relay, key: CentreKey, now: Callable[[], datetime] = _now) -> None:
        self._relay = relay
        self._key = key
        self._now = now

    async def send(self, notice: OutgoingNotice) -> Receipt:
        """Send once. Errors: NotSent (surely not), SentOrNot (nobody can tell)."""
        message = letter(notice, self._relay.sender, self._key, self._now())
        answer = await hand_over(self._relay, notice.destination.strip(), message, notice.id)
        return Receipt(
            grade=ReceiptGrade.HANDED_OVER,
            at=self._now(),
            reference=queue_id(answer.message),
            words=f"{answer.code} {plain_words(answer.message)}",
        )
