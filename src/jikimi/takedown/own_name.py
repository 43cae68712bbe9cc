"""The person's own name, where a law demands it: asked for at sending, sealed, erased with the receipt."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from jikimi.cases.truncate_log import truncate_log
from jikimi.playbooks.draft import OWN_NAME_LEFT_OPEN
from jikimi.takedown.models import Notice, OwnName
from jikimi.takedown.refusals import Refused

LONGEST = 200


def asks_for_own_name(notice: Notice) -> bool:
    """Whether its words leave room for the name, which is never written into them here."""
    return OWN_NAME_LEFT_OPEN in (notice.body or "")


def own_name_reason(notice: Notice) -> str:
    """Why it waits, and what to do."""
    return (
        "This law demands the person's own name. Ask her first, and tell her who will read it; then "
        f"`jikimi notices send {notice.public_id} --own-name` asks for it."
    )


def own_name_of(notice: Notice) -> str | None:
    """None where nobody has given it, or it is erased already."""
    kept = OwnName.objects.filter(notice=notice).first()
    return kept.name if kept else None


def with_own_name(body: str, name: str | None) -> str:
    """The words as they leave. Without the name they stay as they are, and the checker stops them."""
    return body.replace(OWN_NAME_LEFT_OPEN, name) if name else body


def erase_own_name(notice: Notice) -> None:
    """It has done its work, or will do none. Part of the transaction that ends the sending."""
    forget_own_names([notice])


def forget_own_names(notices: Iterable[Notice]) -> None:
    """Out of the database, and out of its log as soon as this is committed."""
    gone, _ = OwnName.objects.filter(notice__in=notices).delete()
    if gone:
        transaction.on_commit(truncate_log, robust=True)


def readable_name(text: str) -> str:
    """Errors: Refused, where this cannot stand in a letter."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST:
        raise Refused(_("Write the person's own name, at most 200 characters."))
    if any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} for char in name) or "$" in name:
        raise Refused(_("The name holds a character that cannot stand in a letter. Retype it."))
    return name
