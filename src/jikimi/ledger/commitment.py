"""Binding an entry to its details without telling them."""

from __future__ import annotations

import hmac

from jikimi.ledger.canonical import Canonical, canonical


def commitment(key: bytes, *, seq: int, verb: str, subject: str, details: Canonical) -> str:
    """HMAC-SHA-256 (64 hex digits) of the details under the case's commitment key.

    Who holds the key and the details can prove what was done; once the key is shredded nobody can test a
    guess. The entry's number goes in, so that equal details do not show as equal commitments.
    """
    body = canonical({"seq": seq, "verb": verb, "subject": subject, "details": details})
    return hmac.digest(key, body, "sha256").hex()
