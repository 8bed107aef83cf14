"""Mail (.eml): who, when, about what, the words, and the names of what is attached."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import IO

from lempu.kernel.files.understanding.bounds import TEXT_LIMIT, Refused

HEADERS = ("From", "To", "Cc", "Date", "Subject")
UNSEEN = {"script", "style", "head", "title"}


def pages(content: IO[bytes]) -> Iterator[tuple[str, str]]:
    try:
        message = email.message_from_binary_file(content, policy=email.policy.default)
        if not isinstance(message, EmailMessage):
            raise Refused("broken")
        lines = [f"{name}: {message[name]}" for name in HEADERS if message[name]]
        lines += ["", _body(message), ""]
        lines += [str(part.get_filename() or "") for part in message.iter_attachments()]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("broken") from error
    yield "", "\n".join(lines).strip()


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = str(part.get_content())[: TEXT_LIMIT * 2]
    return _words(text) if part.get_content_type() == "text/html" else text


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in UNSEEN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.lines.append(data.strip())


def _words(html: str) -> str:
    reader = _Text()
    reader.feed(html)
    return "\n".join(reader.lines)
