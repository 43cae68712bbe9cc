"""The messages of an export, whether of one chat or of a whole account, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from jikimi.sources.telegram_export.json_stream import BadElement, CutOff, JsonStream


@dataclass(slots=True)
class Chat:
    """What is known of a chat so far: in an export, its id comes before its messages."""

    id: str = ""
    of_many: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a chat's `messages`. `content` is None where it could not be read."""

    chat: Chat
    content: Any


class NotAnExport(Exception):
    """This is JSON, or text, of another kind."""


def messages_in(file: IO[bytes]) -> Iterator[Element]:
    """Every message. Errors: CutOff after the last whole one, NotAnExport."""
    stream = JsonStream(file)
    found = False
    try:
        for key in _keys_of_the_whole(stream):
            if key in ("chats", "left_chats") and stream.peek() == "{":
                found = True
                yield from _chats(stream)
            elif key == "messages" and stream.peek() == "[":
                found = True
                yield from _messages(stream, Chat())
            else:
                stream.pass_over()
    except CutOff:
        if not found:
            raise NotAnExport from None
        raise
    if not found:
        raise NotAnExport


def _keys_of_the_whole(stream: JsonStream) -> Iterator[str]:
    if stream.peek() != "{":
        raise NotAnExport
    yield from stream.members()


def _chats(stream: JsonStream) -> Iterator[Element]:
    for key in stream.members():
        if key == "list" and stream.peek() == "[":
            for number, _ in enumerate(stream.elements()):
                if stream.peek() == "{":
                    yield from _chat(stream, number)
                else:
                    stream.pass_over()
        else:
            stream.pass_over()


def _chat(stream: JsonStream, number: int) -> Iterator[Element]:
    chat = Chat(id=f"chat{number + 1}", of_many=True)
    for key in stream.members():
        if key == "messages" and stream.peek() == "[":
            yield from _messages(stream, chat)
        elif key == "id" and stream.peek() in "-0123456789":
            chat.id = _number(stream) or chat.id
        else:
            stream.pass_over()


def _number(stream: JsonStream) -> str:
    try:
        return str(stream.take())
    except BadElement:
        return ""


def _messages(stream: JsonStream, chat: Chat) -> Iterator[Element]:
    for _ in stream.elements():
        try:
            yield Element(chat, stream.take())
        except BadElement:
            yield Element(chat, None)
