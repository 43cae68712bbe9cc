"""The pack as files: JSON, the PDF of it, and the centre's signature over each where it has a key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from jikimi.ledger.canonical import canonical
from jikimi.playbooks.part import Language
from jikimi.takedown.breach_pack.collect import collect
from jikimi.takedown.breach_pack.pdf import as_pdf
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Deadline


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of the pack, in memory."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def pack_files(deadline: Deadline, letterhead: Letterhead, now: datetime) -> list[PackFile]:
    """`breach-pack.json`, `breach-pack.pdf`, and `.sig` of each: 64 bytes of Ed25519, nothing around them."""
    pack = collect(deadline, letterhead, now)
    if letterhead.key:
        pack["key"] = {"algorithm": "Ed25519", "id": letterhead.key.id}
    content = canonical(pack)
    pdf = as_pdf(pack, hashlib.sha256(content).hexdigest(), _language(letterhead))
    files = [
        PackFile("breach-pack.json", "application/json", content),
        PackFile("breach-pack.pdf", "application/pdf", pdf),
    ]
    if letterhead.key is None:
        return files
    signed = [
        PackFile(f"{file.name}.sig", "application/octet-stream", letterhead.key.sign(file.content))
        for file in files
    ]
    return files + signed


def _language(letterhead: Letterhead) -> Language:
    return letterhead.language
