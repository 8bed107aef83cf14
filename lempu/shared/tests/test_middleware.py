import errno
from contextlib import contextmanager

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.exception import convert_exception_to_response
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse

from lempu.shared.middleware import RefusalMiddleware


@contextmanager
def no_room():
    """SQLite's own limit stands for a full disk: the same error, from the same place."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield cursor
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")


def answer_to(error, rf):
    return RefusalMiddleware(lambda _request: HttpResponse()).process_exception(rf.get("/"), error)


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the disk is filled by SQLite's own limit"
)
def test_a_database_without_room_is_said_in_words(rf):
    with no_room() as cursor, pytest.raises(DatabaseError) as full, transaction.atomic():
        cursor.execute("CREATE TABLE penuh AS SELECT hex(zeroblob(9000000))")

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


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the disk is filled by SQLite's own limit"
)
def test_a_session_without_room_is_said_in_words(rf, settings):
    kept = SessionStore()
    kept.save()

    def view(request):
        request.session["pesan"] = "x" * 9_000_000
        return HttpResponse()

    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = kept.session_key
    with no_room():
        answer = convert_exception_to_response(SessionMiddleware(view))(request)

    assert answer.status_code == 507
    assert "mungkin tidak tersimpan" in answer.content.decode()


@pytest.mark.django_db
def test_a_session_that_ended_meanwhile_is_said_in_words(rf, settings):
    kept = SessionStore()
    kept.save()

    def view(request):
        request.session["pesan"] = "x"
        kept.delete()
        return HttpResponse()

    request = rf.get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = kept.session_key
    answer = convert_exception_to_response(SessionMiddleware(view))(request)

    assert answer.status_code == 400
    assert "Permintaan ini tidak utuh" in answer.content.decode()


def test_a_disk_that_fills_up_around_a_view_is_said_in_words(rf):
    def view(request):
        raise RuntimeError("cannot go on") from OSError(errno.ENOSPC, "penuh")

    answer = convert_exception_to_response(view)(rf.get("/"))

    assert answer.status_code == 507
