"""Reading several things as of one moment."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone


@contextmanager
def one_moment() -> Iterator[dt.datetime]:
    """Everything read within the block is of the moment it gives, whatever others write meanwhile.

    PostgreSQL reads every statement anew unless told otherwise; SQLite holds its moment in any
    transaction. Inside a transaction that has begun already it is that one's moment.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield timezone.now()
