"""Asking the pages of this room as a browser would, and the ledger what was done."""

import pytest
from django.urls import reverse

from lempu.kernel.ledger import selectors as ledger
from lempu.shared.errors import DomainError


def url(name, pk):
    return reverse(f"evidence:{name}", args=[pk])


def text_of(response) -> str:
    return response.content.decode()


def heard(client) -> list[str]:
    """What the next page says happened."""
    response = client.get(reverse("evidence:send"))
    return [str(message) for message in response.context["messages"]]


def add(client, obligation, *files, **rest):
    data = {"documents": list(files), "whole": "1", **rest}
    return client.post(url("add_files", obligation.pk), data)


def acts_on(obligation) -> list[str]:
    """Acts in the ledger about the obligation, oldest first."""
    return [entry.act for entry in reversed(ledger.history_of([obligation]))]


def payload_on(obligation) -> dict:
    return ledger.payload_of(ledger.history_of([obligation])[0])


def refused(code: str):
    return pytest.raises(DomainError, check=lambda error: error.code == code)
