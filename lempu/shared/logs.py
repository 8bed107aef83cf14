"""Structured logs, one JSON object a line, without personal data.

Nothing that a person typed is logged: no user names, no addresses, no query strings, no bodies.
"""

import logging
import logging.config
import re
from typing import Any

import structlog

#: What a database says of the values that were refused.
_VALUES = re.compile(r"^(DETAIL|LINE \d+|HINT|CONTEXT):.*$\n?", re.MULTILINE)
#: What a fault says, after its traceback: code is indented or names a file of ours.
_SAID = re.compile(r"^(?![ |+]|Traceback |During handling|The above exception).+$", re.MULTILINE)
#: Quoted words (file names, what somebody typed), unless they are the plain name of a thing of ours.
_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?![a-z0-9_.]+\")(?:[^\"\\\n]|\\.)*\"")
_ADDRESS = re.compile(r"[^\s<>(),;:'\"]+@[^\s<>(),;:'\"]+")


class Discreet(logging.Filter):
    """Takes out of Django's own lines what somebody sent: hosts, paths with tokens in them, reasons.

    What was refused for safety becomes one line that names the rule (``DisallowedHost``).
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.msg, record.args, record.exc_info = "refused", (), None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        elif record.name == "django.request":
            if record.levelno < logging.ERROR:
                return False  # the request's own line says it
            record.msg, record.args = "server fault", ()
        return True


def without_values(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A traceback without the values that a database quotes, file names and what somebody typed."""
    if "exception" in event:
        told = _VALUES.sub("", str(event["exception"]))
        event["exception"] = _SAID.sub(lambda line: without_words(line[0]), told)
    return event


def without_words(text: str) -> str:
    """What a fault says, without the words it quotes and without mail addresses."""
    return _ADDRESS.sub("…", _QUOTED.sub("'…'", text))


FOREIGN_CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_values,
]


def configure(settings: dict[str, Any]) -> None:
    """Configure the standard library's logging and structlog to the same form."""
    formatter = settings["formatters"]["json"]
    if formatter.get("foreign_pre_chain") == "lempu.shared.logs.FOREIGN_CHAIN":
        formatter["foreign_pre_chain"] = FOREIGN_CHAIN
        formatter["processor"] = structlog.processors.JSONRenderer()
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[*FOREIGN_CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
