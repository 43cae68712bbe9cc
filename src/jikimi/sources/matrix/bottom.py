"""Finds where a room's history begins, so that it can be read upwards from there.

Reading forwards without a start leaves out what was posted before the server itself came into the room: seen
on two Synapses, where 151 of 157 posts were missing. Walking down makes the server fetch those from others.
"""

from __future__ import annotations

import json
from typing import Any, Final

from jikimi.sources.matrix.client import CLIENT, HomeserverClient, segment
from jikimi.sources.matrix.refusals import NOT_OPEN, refusal
from jikimi.sources.matrix.tokens import token_in

_CREATION: Final = "m.room.create"
_STEP: Final = 200
# A million posts. Below that a room's oldest posts are left out.
_MOST_STEPS: Final = 5000


async def bottom(client: HomeserverClient, room_id: str) -> str | None:
    """The token before a room's first event; None where there is none.

    Errors: SourceUnavailable, SourceRefused.
    """
    creation = json.dumps({"types": [_CREATION]})
    events, token = await _down(client, room_id, {"limit": "1", "filter": creation})
    # A server that does not know the filter must not lead us to believe that the end is the beginning.
    if token is not None and all(isinstance(e, dict) and e.get("type") == _CREATION for e in events):
        return token
    lowest: str | None = None
    for _ in range(_MOST_STEPS):
        query = {"limit": str(_STEP)} | ({"from": lowest} if lowest else {})
        _, token = await _down(client, room_id, query)
        if token is None or token == lowest:
            break
        lowest = token
    return lowest


async def _down(
    client: HomeserverClient, room_id: str, query: dict[str, str]
) -> tuple[list[Any], str | None]:
    answer = await client.ask(f"{CLIENT}/rooms/{segment(room_id)}/messages", {"dir": "b", **query})
    if not answer.ok:
        raise refusal(client, answer, NOT_OPEN)
    events = answer.body.get("chunk")
    return events if isinstance(events, list) else [], token_in(answer.body, "end")
