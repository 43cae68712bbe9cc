from jikimi.takedown.models.attempt import Attempt, Outcome
from jikimi.takedown.models.check import Check
from jikimi.takedown.models.link import Link, LinkState
from jikimi.takedown.models.notice import Ground, Notice, NoticeState
from jikimi.takedown.models.notice_link import LinkOutcome, NoticeLink
from jikimi.takedown.models.receipt import Receipt

__all__ = [
    "Attempt",
    "Check",
    "Ground",
    "Link",
    "LinkOutcome",
    "LinkState",
    "Notice",
    "NoticeLink",
    "NoticeState",
    "Outcome",
    "Receipt",
]
