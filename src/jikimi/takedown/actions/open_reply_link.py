"""From here on a notice can be answered at the door. Part of the transaction in which its letter leaves."""

from __future__ import annotations

from datetime import datetime

from jikimi.takedown.models import Notice, ReplyLink
from jikimi.takedown.reply_tokens import VALID_FOR, token_hash, token_of


def open_reply_link(notice: Notice, now: datetime) -> None:
    """For as long as it is valid, counted from the last time that the notice left."""
    made, expires = {"made_at": now}, {"expires_at": now + VALID_FOR}
    hashed = {"token_hash": token_hash(token_of(notice.public_id))}
    ReplyLink.objects.update_or_create(
        notice=notice, defaults=expires, create_defaults=hashed | made | expires
    )
