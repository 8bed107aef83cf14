import errno

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse

from lempu.shared.middleware import RefusalMiddleware


def answer_to(error, rf):
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(rf.get("/"), error)


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the disk is filled by SQLite's own limit"
)
def test_a_database_without_room_is_said_in_words(rf):
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(DatabaseError) as full, transaction.atomic():
                cursor.execute("CREATE TABLE penuh AS SELECT hex(zeroblob(9000000))")
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")

    answer = answer_to(full.value, rf)

    assert answer.status_code == 507
    assert "Cakram server penuh." in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [(OSError(errno.ENOSPC, "penuh"), 507), (OSError(errno.EACCES, "tertutup"), None)],
)
def test_only_a_full_disk_is_told_as_one(rf, error, status):
    answer = answer_to(error, rf)

    assert getattr(answer, "status_code", None) == status
