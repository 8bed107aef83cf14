"""Structured logs, one JSON object a line, without personal data.

Nothing that a person typed is logged: no user names, no addresses, no query strings, no bodies.
"""

import logging.config
from typing import Any

import structlog

FOREIGN_CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
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
