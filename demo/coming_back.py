"""One of the copies is posted again after it was gone: is it found again?"""

from __future__ import annotations

import time

from demo.centre import Centre
from demo.following import Follower
from demo.plan import Planned
from demo.result import Copy, Result
from demo.room import ChatRoom

WITHIN_S = 60.0


def post_again(result: Result, room: ChatRoom, follower: Follower, centre: Centre) -> Copy | None:
    """The copy that was posted again, with its sighting if there was one; None where none had gone."""
    gone = [copy for copy in result.found if copy.seen and copy.seen.gone]
    if not gone:
        return None
    # An altered one says the most: the photograph itself is only partly in it.
    chosen = next((copy for copy in gone if copy.hidden.disguise == "lower_replaced"), gone[0])
    # Saved anew: Synapse itself refuses the very same bytes of a quarantined file, and nothing beside them.
    again = Planned(picture=chosen.hidden.picture, hidden=chosen.hidden)
    posted = room.post(again, room.people[-1], quality=80)
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until and not centre.ended():
        for _sighting, copy in follower.new():
            if copy and copy.event == posted.event:
                return copy
        time.sleep(0.1)
    return Copy(chosen.hidden, posted.event)
