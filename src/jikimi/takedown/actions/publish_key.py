"""Let everybody know the key by which the centre's notices can be checked."""

from __future__ import annotations

from datetime import datetime

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.takedown.models import PublishedKey


def publish_key(key_id: str, public_pem: str, *, now: datetime) -> bool:
    """Whether it was new."""
    if PublishedKey.objects.filter(key_id=key_id).exists():
        return False
    with acting(ENGINE, may={"engine"}, verb="takedown.publish_key", subject=f"ed25519:{key_id}"):
        PublishedKey.objects.get_or_create(
            key_id=key_id, defaults={"public_pem": public_pem, "first_used_at": now}
        )
    return True
