"""Refusals: what a person did cannot be done, and why. Everything else that raises is a bug."""

from typing import Any

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the office refuses an act.

    ``message`` says what happened, what was kept and what to do next; ``code`` names the rule
    for tests and for whoever answers the telephone; ``params`` are values the message was made of.
    """

    def __init__(self, message: str | Promise, *, code: str, **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return str(self.message)
