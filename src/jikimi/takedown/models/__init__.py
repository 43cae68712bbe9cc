from jikimi.takedown.models.answer import Answer, AnswerKind, AnswerWay
from jikimi.takedown.models.attempt import Attempt, Outcome
from jikimi.takedown.models.check import Check
from jikimi.takedown.models.deadline import Deadline, DeadlineState
from jikimi.takedown.models.enclosure import Enclosure
from jikimi.takedown.models.inbox import Inbox
from jikimi.takedown.models.letterbox_item import LetterboxItem
from jikimi.takedown.models.link import Link, LinkState
from jikimi.takedown.models.notice import Ground, Notice, NoticeState, Proof
from jikimi.takedown.models.notice_link import LinkOutcome, NoticeLink
from jikimi.takedown.models.own_name import OwnName
from jikimi.takedown.models.published_key import PublishedKey
from jikimi.takedown.models.receipt import Receipt
from jikimi.takedown.models.reply_link import ReplyLink

__all__ = [
    "Answer",
    "AnswerKind",
    "AnswerWay",
    "Attempt",
    "Check",
    "Deadline",
    "DeadlineState",
    "Enclosure",
    "Ground",
    "Inbox",
    "LetterboxItem",
    "Link",
    "LinkOutcome",
    "LinkState",
    "Notice",
    "NoticeLink",
    "NoticeState",
    "Outcome",
    "OwnName",
    "Proof",
    "PublishedKey",
    "Receipt",
    "ReplyLink",
]
