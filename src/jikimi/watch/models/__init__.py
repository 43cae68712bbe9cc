from jikimi.watch.models.authority import Authority
from jikimi.watch.models.past_search import PastSearch
from jikimi.watch.models.post import Post
from jikimi.watch.models.room import Room, RoomState
from jikimi.watch.models.sighting import Sighting, SightingState

__all__ = ["Authority", "PastSearch", "Post", "Room", "RoomState", "Sighting", "SightingState"]
