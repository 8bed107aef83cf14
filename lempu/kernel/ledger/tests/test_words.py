"""What people wrote is bound by the ledger and does not stand in it."""

import pytest
from django.db import DatabaseError, connection, transaction

from lempu.kernel.ledger import canonical, selectors, services
from lempu.kernel.ledger.models import Words
from lempu.kernel.offices.tests.factories import OfficeFactory

pytestmark = pytest.mark.django_db
SAID = {
    "reason": "Daftar hadir Ibu Siti menyusul.",
    "content": [{"name": "KTP Siti.pdf", "sha256": "ab" * 32, "note": ""}],
    "texts": {"opening": "Yth. Siti"},
    "row": "1.2",
}


@pytest.fixture
def office():
    return OfficeFactory(code="7317")


def recorded(office, act="offices.office_changed", **facts):
    return services.record(office=office, act=act, subject=office, actor=None, **facts)


def test_texts_are_kept_beside_the_entry_and_read_with_it(office):
    entry = recorded(office, **SAID)

    assert "Siti" not in entry.body
    assert "ab" * 32 in entry.body
    assert '"note":""' in entry.body
    listed = selectors.history_of([office]).get()
    with pytest.raises(AssertionError), connection.execute_wrapper(_none):
        office.refresh_from_db()
    with connection.execute_wrapper(_none):
        assert selectors.payload_of(listed) == SAID
    assert selectors.first_break(office) is None


def _none(execute, sql, params, many, context):
    raise AssertionError(sql)


def test_the_same_text_twice_cannot_be_recognised(office):
    bodies = {recorded(office, reason="Sakit").body.split('"words":"')[1][:64] for _time in "ab"}

    assert len(bodies) == 2


def test_removed_it_is_gone_and_the_chain_holds(office):
    entry = recorded(office, **SAID)

    Words.objects.filter(entry=entry).delete()

    assert selectors.payload_of(selectors.history_of([office]).get())["reason"] == ""
    assert selectors.first_break(office) is None


def test_it_is_never_changed_and_a_change_behind_our_back_shows(office):
    entry = recorded(office, reason="Sakit")
    (mark, (salt, _text)) = next(iter(Words.objects.get(entry=entry).texts.items()))
    other = {mark: [salt, "Sehat"]}

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Words.objects.filter(entry=entry).update(texts=other)
    Words.objects.filter(entry=entry).delete()
    Words.objects.create(entry=entry, texts=other)

    assert selectors.first_break(office) == selectors.Break(1, "words")


def test_the_words_of_a_decree_stand_in_the_entry(office):
    assert "Rapat koordinasi" in recorded(office, act="plans.edited", text="Rapat koordinasi").body
    assert canonical.joined({"text": "lama"}, {}) == {"text": "lama"}
