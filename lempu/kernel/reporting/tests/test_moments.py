"""A report never mixes two moments."""

import threading

import pytest
from django.db import connection

from lempu.kernel.accounts.models import User
from lempu.shared.moments import one_moment


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one moment a transaction")
def test_what_others_write_meanwhile_is_not_seen():
    def write():
        User.objects.create_user("andi", "Andi")
        connection.close()

    with one_moment():
        before = User.objects.count()
        other = threading.Thread(target=write)
        other.start()
        other.join()
        within = User.objects.count()

    assert (before, within, User.objects.count()) == (0, 0, 1)
