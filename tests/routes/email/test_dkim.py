"""A letter's DKIM signature, checked as a receiving server checks it."""

from __future__ import annotations

from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from jikimi.routes.email.dkim_signature import DkimKey, DkimRefused
from jikimi.routes.email.route import EmailRoute
from jikimi.routes.email.signing import CentreKey
from tests.routes.email.notices import notice
from tests.servers.smtp import MailServer, relay_to


def _pem(key: Any) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture(scope="module")
def pem() -> bytes:
    return _pem(rsa.generate_private_key(65537, 2048))


async def test_a_letter_arrives_with_a_signature_that_holds(
    server: MailServer, key: CentreKey, pem: bytes
) -> None:
    signer = DkimKey.of("notices", "centre.example", pem, "centre.example")
    await EmailRoute(relay_to(server), key, dkim=signer).send(notice())
    (delivery,) = server.deliveries
    asked: list[str] = []

    def name_server(name: bytes, timeout: float = 5) -> bytes:
        asked.append(name.decode().rstrip("."))
        return signer.record.encode()

    raw = delivery.raw
    assert dkim.verify(raw, dnsfunc=name_server)
    assert asked == [signer.record_name] == ["notices._domainkey.centre.example"]
    assert not dkim.verify(raw.replace(b"Subject: ", b"Subject: X", 1), dnsfunc=name_server)
    assert not dkim.verify(raw.replace(b"notice.json", b"notice.jsoN"), dnsfunc=name_server)


async def test_without_a_key_nothing_is_signed(server: MailServer, key: CentreKey) -> None:
    await EmailRoute(relay_to(server), key).send(notice())
    assert b"DKIM-Signature" not in server.deliveries[0].raw


def test_a_domain_above_the_senders_may_sign_and_no_other(pem: bytes) -> None:
    assert DkimKey.of("s", "centre.example", pem, "mail.centre.example").domain == "centre.example"
    for foreign in ("entre.example", "other.example", "x.centre.example"):
        with pytest.raises(DkimRefused, match=r"domain of \[smtp\] sender"):
            DkimKey.of("s", foreign, pem, "centre.example")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b"rubbish", "not a private key in PEM form"),
        (_pem(ed25519.Ed25519PrivateKey.generate()), "RSA key of 2048 bits"),
    ],
)
def test_a_file_that_is_no_such_key_is_refused(bad: bytes, says: str) -> None:
    with pytest.raises(DkimRefused, match=says):
        DkimKey.of("s", "centre.example", bad, "centre.example")


def test_the_key_is_not_shown(pem: bytes) -> None:
    assert "PRIVATE" not in repr(DkimKey.of("s", "centre.example", pem, "centre.example"))
