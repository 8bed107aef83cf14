"""The form of an entry. What stands here may never change: bundles of years past rest on it."""

import datetime as dt
from decimal import Decimal

import pytest

from lempu.kernel.ledger import canonical

AT = dt.datetime(2025, 10, 14, 15, 40, 2, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))
GOLDEN = (
    '{"act":"evidence.added","actor":"user:17","at":"2025-10-14T07:40:02.123456Z","format":1,'
    '"office":"7317","payload":{"kind":"notulen","late":false,"name":"Notulen “rapat” – ok.pdf",'
    '"sha256":null},"previous":"' + "0" * 64 + '","seq":1,'
    '"subject":"obligations.obligation:113"}'
)
GOLDEN_HASH = "906ce05f651dc1e3dd1ff38fa2a968c5eb9123bfd28a677a2dd287e70861f3b6"


def golden_body():
    return canonical.body(
        office="7317",
        seq=1,
        at=AT,
        actor="user:17",
        act="evidence.added",
        subject="obligations.obligation:113",
        payload={
            "name": "Notulen “rapat” – ok.pdf",
            "late": False,
            "kind": "notulen",
            "sha256": None,
        },
        previous=canonical.GENESIS,
    )


def test_body_is_the_golden_vector():
    assert golden_body().decode() == GOLDEN


def test_digest_is_the_golden_vector():
    assert canonical.digest(golden_body()) == GOLDEN_HASH


def test_moment_is_utc_with_microseconds():
    whole = dt.datetime(2025, 1, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))

    assert canonical.moment(whole) == "2025-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (dt.date(2025, 1, 9), "2025-01-09"),
        (Decimal("70.10"), "70.10"),
        ((1, True, None), [1, True, None]),
        ({7: [dt.date(2025, 1, 9)]}, {"7": ["2025-01-09"]}),
        (AT, "2025-10-14T07:40:02.123456Z"),
    ],
)
def test_plain_gives_the_exact_form(value, form):
    assert canonical.plain(value) == form


@pytest.mark.parametrize("value", [0.5, b"x", {"a": [1.0]}, object()])
def test_plain_refuses_what_has_no_exact_form(value):
    with pytest.raises(TypeError):
        canonical.plain(value)


def test_order_of_keys_does_not_matter():
    assert canonical.digest_of({"b": 1, "a": 2}) == canonical.digest_of({"a": 2, "b": 1})


@pytest.mark.parametrize(("user_id", "key"), [(None, "system"), (17, "user:17")])
def test_actor_key(user_id, key):
    assert canonical.actor_key(user_id) == key
