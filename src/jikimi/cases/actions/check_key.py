"""Tell a wrong engine key before anything is sealed with it."""

from __future__ import annotations

from jikimi.cases.engine_key import engine_key
from jikimi.cases.models import KeyCheck
from jikimi.seal.letterbox import recipient_of


def key_is_known() -> bool:
    """Whether this database was sealed with any key yet."""
    return KeyCheck.objects.exists()


def key_fits() -> bool:
    """Whether the key in use is the one that this database was sealed with. Errors: KeyMissing."""
    return KeyCheck.objects.filter(key_id=engine_key().id.hex()).exists()


def check_key() -> bool:
    """Whether the key in use is this database's; the first one ever used becomes it. Errors: KeyMissing.

    A letterbox that is not the key's own was exchanged by somebody who wants to read what is put in: that is
    refused like a wrong key.
    """
    key_id, recipient = engine_key().id.hex(), recipient_of(engine_key())
    kept, _made = KeyCheck.objects.get_or_create(
        pk=KeyCheck.ONLY, defaults={"key_id": key_id, "recipient": recipient}
    )
    if kept.key_id == key_id and not kept.recipient:
        KeyCheck.objects.filter(pk=KeyCheck.ONLY, recipient="").update(recipient=recipient)
        return True
    return kept.key_id == key_id and kept.recipient == recipient
