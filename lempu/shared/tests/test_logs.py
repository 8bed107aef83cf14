"""What Django logs of its own accord says nothing of what somebody sent."""

import io
import json
import logging

import pytest
from django.conf import settings

from lempu.shared import logs

SECRETS = ("jahat.example", "rahasia", "budi@kpu.go.id", "/kalender/")


@pytest.fixture
def lines():
    """The lines the installation's own handler writes, as JSON."""
    target = io.StringIO()
    shape = dict(settings.LOGGING["formatters"]["json"])
    make = shape.pop("()")
    assert make == "structlog.stdlib.ProcessorFormatter"
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        logs.structlog.stdlib.ProcessorFormatter(
            processor=logs.structlog.processors.JSONRenderer(),
            foreign_pre_chain=logs.FOREIGN_CHAIN,
        )
    )
    handler.addFilter(logs.Discreet())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in target.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def test_the_installation_uses_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["discreet"]
    assert settings.LOGGING["filters"]["discreet"]["()"] == "lempu.shared.logs.Discreet"


@pytest.mark.django_db
def test_a_foreign_host_is_one_line(client, lines):
    answer = client.get("/masuk/?kata=rahasia", headers={"host": "jahat.example"})

    (line,) = [line for line in lines() if line["logger"] != "lempu.request"]
    assert answer.status_code == 400
    assert line["logger"] == "django.security.DisallowedHost"
    assert (line["event"], line["level"]) == ("refused", "warning")
    assert "exception" not in line
    assert not any(secret in json.dumps(line) for secret in SECRETS)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/kalender/rahasia.ics", "/tidak-ada/rahasia/"])
def test_an_address_with_a_token_is_not_logged(client, lines, path):
    client.get(path)

    assert not any(secret in json.dumps(line) for line in lines() for secret in SECRETS)


def test_a_fault_keeps_its_traceback_but_not_the_values(lines):
    told = "duplicate key\nDETAIL:  Key (email)=(budi@kpu.go.id) already exists.\n"
    try:
        raise ValueError(told)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/kalender/x")

    (line,) = lines()
    assert line["event"] == "server fault"
    assert "duplicate key" in line["exception"]
    assert not any(secret in json.dumps(line) for secret in SECRETS)


@pytest.mark.parametrize(
    ("told", "left"),
    [
        (FileNotFoundError(2, "No such file", "/scans/7317/Budi rahasia.pdf"), "No such file: '…'"),
        (FileNotFoundError(2, "No such file", "/scans/Jum'at rahasia.pdf"), "No such file: '…'"),
        (ValueError("invalid date 'rahasia\\' budi@kpu.go.id'"), "invalid date '…'"),
        (ValueError("refused budi@kpu.go.id (550)"), "refused … (550)"),
        (ValueError('violates unique constraint "plan_version_once"'), '"plan_version_once"'),
    ],
)
def test_a_fault_does_not_quote_what_somebody_wrote(lines, told, left):
    try:
        raise RuntimeError("outer") from told
    except RuntimeError:
        logging.getLogger("lempu.timer").exception("job failed")

    (line,) = lines()
    assert left in line["exception"]
    assert "in test_a_fault_does_not_quote" in line["exception"]
    assert not any(secret in json.dumps(line) for secret in SECRETS)
