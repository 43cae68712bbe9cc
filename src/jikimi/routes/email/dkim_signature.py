"""DKIM (RFC 6376): by it the receiving server sees that the letter comes from the centre's domain."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Final

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_SIGNED: Final = (
    b"From",
    b"To",
    b"Subject",
    b"Date",
    b"Message-ID",
    b"Reply-To",
    b"MIME-Version",
    b"Content-Type",
    b"Content-Transfer-Encoding",
    b"X-Jikimi-Notice",
    b"X-Jikimi-Key",
)
# RFC 8301: signers must use at least this.
_FEWEST_BITS: Final = 1024


class DkimRefused(ValueError):
    """The key cannot be used. The message is a sentence for the operator, without secrets."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """What the operator publishes under `selector._domainkey.domain`, and the key that goes with it."""

    selector: str
    domain: str
    _private_pem: bytes = field(repr=False)
    record: str

    @classmethod
    def of(cls, selector: str, domain: str, pem: bytes, sender_domain: str) -> DkimKey:
        """Errors: DkimRefused."""
        private = _rsa(pem)
        if not _covers(domain.lower(), sender_domain.lower()):
            raise DkimRefused(
                "[smtp.dkim] domain in jikimi.toml must be the domain of [smtp] sender, or lie above it: "
                "others are not believed."
            )
        plain = private.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return cls(selector, domain, plain, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}")

    @property
    def record_name(self) -> str:
        """Where the operator's name server must hold `record` as TXT."""
        return f"{self.selector}._domainkey.{self.domain}"

    def sign(self, message: bytes) -> bytes:
        """The message (CRLF lines) with its signature in front."""
        present = {
            line.partition(b":")[0].lower() for line in message.partition(b"\r\n\r\n")[0].split(b"\r\n")
        }
        signature: bytes = dkim.sign(
            message,
            self.selector.encode(),
            self.domain.encode(),
            self._private_pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in _SIGNED if name.lower() in present],
        )
        return signature + message


def _rsa(pem: bytes) -> RSAPrivateKey:
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise DkimRefused(
            "The file that [smtp.dkim] key_file names is not a private key in PEM form without a password."
        ) from None
    if not isinstance(private, RSAPrivateKey) or private.key_size < _FEWEST_BITS:
        raise DkimRefused(
            "The file that [smtp.dkim] key_file names must hold an RSA key of 2048 bits: "
            "openssl genrsa -out dkim.pem 2048"
        )
    return private


def _covers(domain: str, sender_domain: str) -> bool:
    return sender_domain == domain or sender_domain.endswith("." + domain)
