"""Why a notice surely was not sent, as a sentence that says who must do what."""

from __future__ import annotations

import ssl
from typing import Final

from aiosmtplib import SMTPAuthenticationError, SMTPResponseException

from jikimi.routes.base import NotSent
from jikimi.routes.email.words import plain_words

_CLOSED: Final = (
    "The relay takes no letter of ours. Read what it said: the operator must correct [smtp] in jikimi.toml. "
    "It will be tried again."
)


def way_closed(trouble: BaseException) -> NotSent:
    """Anything that went wrong before the relay was told for whom the letter is: no fault of the notice.

    The relay, or who set it up, has to mend it; every other letter would fare alike.
    """
    found = surely_not_sent(trouble)
    sentence = _CLOSED if isinstance(trouble, SMTPResponseException) and not found.try_again else str(found)
    return NotSent(sentence, words=found.words, try_again=True, way_closed=True)


def refused(code: int, said: str) -> NotSent:
    """The relay's 4xx (later, perhaps) or 5xx (never as it is)."""
    for_now = code < 500
    sentence = (
        "The relay does not take the notice for now. It will be tried again."
        if for_now
        else "The relay refuses the notice. Read what it said, and correct the address or the settings."
    )
    return NotSent(sentence, words=f"{code} {plain_words(said)}", try_again=for_now)


def surely_not_sent(trouble: BaseException) -> NotSent:
    """Anything that went wrong before the last line of the letter.

    A wrong password or certificate is for the operator to mend, no fault of the notice: it is tried again.
    """
    if isinstance(trouble, SMTPResponseException) and 400 <= trouble.code < 600:
        if not isinstance(trouble, SMTPAuthenticationError):
            return refused(trouble.code, trouble.message)
        words = f"{trouble.code} {plain_words(trouble.message)}"
    else:
        words = plain_words(str(trouble))
    return NotSent(_sentence(trouble, words), words=words, try_again=True)


def _sentence(trouble: BaseException, words: str) -> str:
    causes = _causes(trouble)
    if isinstance(trouble, SMTPAuthenticationError):
        return (
            "The relay does not accept our user name and password: the operator must correct [smtp] in "
            "jikimi.toml."
        )
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return (
            "The relay could not prove who it is (its certificate was not verified), so nothing was sent. If "
            "the certificate is of your own making, name its authority as [smtp] ca_file in jikimi.toml."
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes) or "STARTTLS" in words:
        return (
            "No encrypted connection to the relay could be made, so nothing was sent. Check [smtp] port and "
            "tls in jikimi.toml."
        )
    if "AUTH" in words or "authentication method" in words:
        return "The relay offers no way to log in, so nothing was sent. Check port and username under [smtp]."
    return (
        "The relay could not be reached, or the connection broke before the notice was given over. It will "
        "be tried again."
    )


def _causes(trouble: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while trouble is not None and len(found) < 10:
        found.append(trouble)
        trouble = trouble.__cause__
    return found
