"""EML and MHTML: one message, or one page saved as a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final

from ...errors import ReadingError
from .article import Article
from .markup import html_paragraphs, read_page

_MOST_PARTS: Final = 500
_SECOND: Final = re.compile(rb"\n\r?\nFrom \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ")
# Programs save a page as a message with this sender.
_SAVED: Final = re.compile(r"(?i)saved by")
_BREAK: Final = re.compile(r" \n")


def read_mail(data: bytes, *, name: str) -> Iterator[Article]:
    """Read a message: its text, its subject as title, its day, and its sender as outlet.

    Raises
    ------
    ReadingError
        If it holds several messages, or one without text.
    """
    if _SECOND.search(data):
        raise ReadingError(f"{name} holds several messages; save each as an EML file of its own.", obstacle="many")
    message = message_from_bytes(data, policy=policy.default)
    parts = [part for number, part in enumerate(message.walk()) if number < _MOST_PARTS]
    bodies = [part for part in parts if not part.is_multipart() and _is_body(part)]
    attached = sum(not part.is_multipart() and not _is_body(part) and not _is_inline(part) for part in parts)
    remarks = (f"{attached} attachments were left out",) if attached else ()
    sender = _header(message, "from")
    title, day = _header(message, "subject"), _day(message)
    plain = next((part for part in bodies if part.get_content_type() == "text/plain" and _content(part).strip()), None)
    page = next((part for part in bodies if part.get_content_type() == "text/html"), None)
    if _SAVED.search(sender or "") and page is not None:
        for article in read_page(_content(page).encode("utf-8", "replace"), name=name):
            yield article._replace(title=article.title or title, date=article.date or day)
        return
    if plain is not None:
        text = _content(plain)
        if str(plain.get_param("format", "")).lower() == "flowed":
            text = _BREAK.sub(" ", text.replace("\r\n", "\n"))
    elif page is not None:
        text = "\n\n".join(html_paragraphs(_content(page).encode("utf-8", "replace"), name=name))
    else:
        raise ReadingError(f"{name} is a message without text.", obstacle="empty")
    yield Article(text=text.strip(), title=title, date=day, outlet=_outlet(message, sender), remarks=remarks)


def _is_body(part: Any) -> bool:
    return bool(part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment")


def _is_inline(part: Any) -> bool:
    """Tell pictures and style sheets of a page from what somebody attached."""
    return part.get("content-id") is not None or part.get("content-location") is not None


def _content(part: Any) -> str:
    try:
        return str(part.get_content(errors="replace"))
    except (LookupError, ValueError, AssertionError):
        payload = part.get_payload(decode=True)
        from ..decoding import decode

        return decode(payload, name="the message")[0] if isinstance(payload, bytes) and payload.strip() else ""


def _header(message: EmailMessage | Any, name: str) -> str | None:
    try:
        value = message[name]
    except (ValueError, IndexError, TypeError, AttributeError):  # headers that the library cannot parse
        return None
    return " ".join(str(value).split()) or None if value is not None else None


def _day(message: Any) -> Any:
    try:
        return message["date"].datetime.date()
    except (AttributeError, ValueError, IndexError, TypeError):
        return _header(message, "date")


def _outlet(message: Any, sender: str | None) -> str | None:
    """Return the name of the sender, or else the address."""
    try:
        address = message["from"].addresses[0]
        return address.display_name or address.addr_spec or sender
    except (AttributeError, IndexError, ValueError, TypeError):
        return sender
