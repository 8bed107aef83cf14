"""Text inside files: found by any form of its words, with the page, by those who may open it."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.files.enums import StepName, StepState
from lempu.kernel.files.models import Page, Step
from lempu.kernel.files.services import reading, steps
from lempu.kernel.files.tests import makers
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.search import services
from lempu.kernel.search.models import Entry, Inside
from lempu.kernel.search.selectors import Wish, find, results

PAGES = ("Halaman pembuka", "Petugas melayani pemilih di Belopa", "Penutup gratifikasi")


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def piece(office):
    row = RowFactory(office=office, text="Rapat bulanan", months=[9])
    file = makers.stored(makers.pdf(*PAGES), "notulen.pdf")
    steps.ask(file)
    reading.understand(file.pk)
    made = EvidenceFactory(
        obligation=ObligationFactory(office=office, indicator=row, month=9), file=file
    )
    services.refresh()
    return made


def found(user, words):
    hits = find(user, Wish(words))
    return results(hits.keys, hits.stems)


def test_an_inflected_word_inside_a_file_is_found_with_its_page(office, piece):
    (result,) = found(person(office, Role.MEMBER), "pelayanan")

    version = piece.versions.get()
    assert result.entry.key == f"evidence.evidence:{piece.pk}"
    assert result.page == 2
    assert result.url == reverse("evidence:look", args=[version.pk]) + "?lembar=2"
    assert result.snippet == "Petugas <mark>melayani</mark> pemilih di Belopa"


def test_words_of_two_pages_find_it_and_the_first_place_is_shown(office, piece):
    (result,) = found(person(office, Role.MEMBER), "gratifikasi pembukaan")

    assert (result.is_inside, result.page) == (True, 1)


def test_who_may_not_open_evidence_does_not_find_its_text(office, piece):
    assert found(person(office, Role.OBSERVER), "pelayanan") == []
    assert found(person(OfficeFactory(code="9401"), Role.MEMBER), "pelayanan") == []


def test_the_step_is_done_once_search_has_the_text(office, piece):
    step = Step.objects.get(name=StepName.FIND)

    assert step.state == StepState.DONE
    assert services.waiting() == []


def test_text_that_comes_later_has_its_office_read_again(office, piece):
    file = piece.versions.get().file
    Page.objects.filter(file=file).delete()
    Page.objects.create(file=file, number=1, text="Kunjungan inspektorat")
    words = {"digest": "x", "simhash": ""}
    reading.keep_words(file, words)

    assert [key for key, _seq in services.waiting()] == [office.pk]
    services.refresh()

    member = person(office, Role.MEMBER)
    assert len(found(member, "dikunjungi")) == 1
    assert found(member, "pelayanan") == []
    assert Inside.objects.count() == 1


def test_a_file_of_no_evidence_waits_for_nothing(office):
    file = makers.stored(b"Notulen", "a.txt")
    steps.ask(file)
    reading.understand(file.pk)

    services.refresh()

    assert Step.objects.get(name=StepName.FIND).state == StepState.DONE


def test_reading_an_office_again_reads_no_text_again(
    office, piece, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    before = list(Entry.objects.values_list("pk", flat=True))

    assert services.index_office(office.pk, seq=99) == 0

    assert list(Entry.objects.values_list("pk", flat=True)) == before


def test_the_command_says_the_page_too(client, capsys, office, piece):
    member = person(office, Role.MEMBER)
    call_command("search", "pelayanan", "--as", member.username, "--json")
    said = json.loads(capsys.readouterr().out)["results"]

    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("search:find"), {"q": "pelayanan"})

    assert [(one["url"], one["page"]) for one in said] == [
        (result.url, result.page) for result in answer.context["results"]
    ]
    assert "Di dalam berkas, halaman 2:" in answer.content.decode()
    assert client.get(said[0]["url"]).status_code == 200


def test_a_long_text_is_found_to_its_end(office, piece):
    file = piece.versions.get().file
    words = " ".join(f"kata{number}" for number in range(30_000))
    Page.objects.filter(file=file).update(text=words)
    reading.keep_words(file, {"digest": "y", "simhash": ""})
    services.refresh()

    assert len(found(person(office, Role.MEMBER), "kata29999")) in (0, 1)
    assert len(found(person(office, Role.MEMBER), "kata100")) == 1
