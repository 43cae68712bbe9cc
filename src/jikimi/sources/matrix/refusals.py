"""A homeserver's refusals as sentences that say what to do."""

from __future__ import annotations

from jikimi.sources.base import SourceRefused
from jikimi.sources.matrix.answer import Answer
from jikimi.sources.matrix.client import HomeserverClient

NOT_OPEN = (
    "This room is not open for everybody to read, or there is no such room. Jikimi reads only rooms that "
    "anybody may read, and joins none."
)
NO_SUCH_ROOM = "There is no room under this address (any more)."
ENCRYPTED = (
    "This room is encrypted: what is posted there can only be read by its members. Jikimi joins no room, so "
    "it cannot watch this one."
)


def need_account(client: HomeserverClient) -> SourceRefused:
    """The server wants to know who asks."""
    if client.has_token:
        return SourceRefused(
            "The homeserver does not know our account's access token (any more): put a valid one into "
            'jikimi.toml, [matrix."server"] access_token.'
        )
    return SourceRefused(
        "This homeserver shows its public rooms only to accounts: make an ordinary account there and put its "
        'access token into jikimi.toml, [matrix."server"] access_token.'
    )


def refusal(client: HomeserverClient, answer: Answer, otherwise: str) -> SourceRefused:
    """For a lasting refusal of a question about a room."""
    return need_account(client) if answer.status == 401 else SourceRefused(otherwise)
