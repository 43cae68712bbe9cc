"""One conversation with a relay, in which it is always known whether the letter may have been taken.

The letter counts as handed over from the moment its last line (a dot) leaves us. Before it nothing can have
been delivered; after it only the relay's answer tells.
"""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from ipaddress import ip_address
from typing import Final

from aiosmtplib import SMTP, SMTPException, SMTPResponse, SMTPResponseException
from aiosmtplib.protocol import SMTPProtocol

from jikimi.routes.base import NotSent, SentOrNot
from jikimi.routes.email.failures import refused, surely_not_sent, way_closed
from jikimi.routes.email.relay import Relay, RelayRefused

_DOT: Final = re.compile(rb"(?m)^\.")
_UNKNOWN: Final = (
    "The connection broke after the notice had been given over and before the relay answered. Nobody can "
    "tell whether it was sent: look for the notice's number in the relay's log."
)


async def hand_over(relay: Relay, recipient: str, message: bytes, envelope_id: str) -> SMTPResponse:
    """Gives `message` (CRLF lines) to the relay. Returns its 2xx answer. Errors: NotSent, SentOrNot."""
    client = await _client(relay)
    try:
        try:
            patience = _Patience(relay.greeting_to_data_s, relay.command_s)
            await _up_to_recipient(client, relay, envelope_id, patience)
        except NotSent as trouble:
            raise _closed(trouble) from None
        except (SMTPException, OSError, TimeoutError, ValueError, RuntimeError) as trouble:
            raise way_closed(trouble) from trouble
        try:
            await _up_to_data(client, recipient, patience)
            _protocol(client).write(_DOT.sub(b"..", message))
            await _has_left(client, patience)
        except (SMTPException, OSError, TimeoutError, ValueError, RuntimeError) as trouble:
            raise surely_not_sent(trouble) from trouble
        answer = await _end_and_hear(client, relay.answer_s)
        await _say_goodbye(client)
    finally:
        client.close()
    return answer


class _Patience:
    """How long the next answer may take, so that many slow ones together stay within bounds.

    Not `asyncio.timeout`: in Python 3.11 `wait_for`, which aiosmtplib uses, can swallow its cancellation.
    """

    def __init__(self, whole_s: float, one_s: float) -> None:
        self._end = time.monotonic() + whole_s
        self._one_s = one_s

    def left(self) -> float:
        """Seconds for the next answer. Errors: TimeoutError when there are none left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self._one_s)


async def _client(relay: Relay) -> SMTP:
    try:
        context = None if relay.tls == "none" else await asyncio.to_thread(relay.tls_context)
    except RelayRefused as unusable:
        raise NotSent(str(unusable), try_again=True, way_closed=True) from None
    return SMTP(
        hostname=relay.host,
        port=relay.port,
        local_hostname=relay.domain,
        timeout=relay.command_s,
        use_tls=relay.tls == "tls",
        start_tls=relay.tls == "starttls",
        tls_context=context,
    )


def _closed(trouble: NotSent) -> NotSent:
    return NotSent(str(trouble), words=trouble.words, try_again=True, way_closed=True)


async def _up_to_recipient(client: SMTP, relay: Relay, envelope_id: str, patience: _Patience) -> None:
    await client.connect(timeout=patience.left())
    if relay.tls == "none":
        _is_this_machine(client)
    elif client.get_transport_info("sslcontext") is None:
        raise NotSent("The connection to the relay is not encrypted, so nothing was sent.", try_again=True)
    if relay.username is not None and relay.password is not None:
        await client.login(relay.username, relay.password, timeout=patience.left())
    else:
        await client.ehlo(timeout=patience.left())
    # A bounce then names the notice, and does not carry its addresses through further servers.
    named = ["RET=HDRS", f"ENVID={envelope_id}"] if client.supports_extension("dsn") else []
    await client.mail(relay.sender, options=named, timeout=patience.left())


async def _up_to_data(client: SMTP, recipient: str, patience: _Patience) -> None:
    told = ["NOTIFY=FAILURE,DELAY"] if client.supports_extension("dsn") else []
    await client.rcpt(recipient, options=told, timeout=patience.left())
    ready = await client.execute_command(b"DATA", timeout=patience.left())
    if ready.code != 354:
        raise SMTPResponseException(ready.code, ready.message)


def _is_this_machine(client: SMTP) -> None:
    # `localhost` is only a name: what counts is where it led.
    peer = client.get_transport_info("peername")
    if not peer or not ip_address(str(peer[0]).partition("%")[0]).is_loopback:
        raise NotSent(
            "The relay is not on this machine, so nothing was sent in clear. Set [smtp] tls in jikimi.toml.",
            try_again=True,
        )


def _protocol(client: SMTP) -> SMTPProtocol:
    if client.protocol is None:
        raise ConnectionResetError
    return client.protocol


async def _has_left(client: SMTP, patience: _Patience) -> None:
    """Waits until the letter is out of our hands but for its last line, or the connection is gone."""
    while client.is_connected and isinstance(client.transport, asyncio.WriteTransport):
        if not client.transport.get_write_buffer_size():
            await asyncio.sleep(0)
            if client.is_connected:
                return
        await asyncio.sleep(min(0.005, patience.left()))
    raise ConnectionResetError


async def _end_and_hear(client: SMTP, patience_s: float) -> SMTPResponse:
    try:
        _protocol(client).write(b".\r\n")
    except (SMTPException, OSError) as gone:  # known before the last line left
        raise surely_not_sent(gone) from gone
    try:
        answer = await _protocol(client).read_response(timeout=patience_s)
    except (SMTPException, OSError, TimeoutError, ValueError) as lost:
        raise SentOrNot(_UNKNOWN) from lost
    if 200 <= answer.code < 300:
        return answer
    if 400 <= answer.code < 600:
        raise refused(answer.code, answer.message)
    raise SentOrNot(_UNKNOWN)


async def _say_goodbye(client: SMTP) -> None:
    with suppress(SMTPException, OSError, TimeoutError):  # it has the letter: a rude goodbye changes nothing
        await client.quit(timeout=2)
