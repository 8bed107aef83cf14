"""The report of the evaluation and the page for leaders, as PDF and Word."""

import io

import docx
import pypdfium2
import pytest
from django.urls import reverse

from lempu.kernel.assessment import services
from lempu.kernel.assessment.enums import Column
from lempu.kernel.assessment.selectors import papers
from lempu.kernel.assessment.tests.factories import say, signed


@pytest.fixture
def judged(sheet, member, leader, assessor):
    say(sheet, "PPC4C", "A", by=member, note="Bulanan")
    say(sheet, "PPA1A", "Ya", by=member)
    signed(sheet, leader)
    say(sheet, "PPC4C", "C", by=assessor, column=Column.TPI, note="Baru dua periode.")
    say(sheet, "PPA1A", "Ya", by=assessor, column=Column.TPI)
    services.return_round(assessment=sheet, actor=assessor, note="Lengkapi SKP per bulan.")
    return sheet


def words(document):
    cells = [c for b in document.blocks for row in b.rows for c in row]
    return "\n".join(
        [b.text for b in document.blocks] + [i for b in document.blocks for i in b.items] + cells
    )


def test_the_report_compares_both_columns_and_says_what_lacks(judged):
    text = words(papers.report_of_evaluation(judged, papers.judged_round(judged)))

    assert "Lengkapi SKP per bulan." in text
    assert "PPC4C Baru dua periode." in text
    assert f"PPC4C {judged.instrument.questions['PPC4C'].text}" in text
    assert "1 jawaban satuan kerja dibenarkan" in text


def test_nothing_is_reported_before_a_round_was_closed(client, sheet, member):
    client.force_login(member)

    assert client.get(reverse("assessment:lhe", args=[sheet.pk, "pdf"])).status_code == 404


@pytest.mark.parametrize("who", ["member", "assessor"])
def test_the_report_as_word(client, judged, who, request):
    client.force_login(request.getfixturevalue(who))

    answer = client.get(reverse("assessment:lhe", args=[judged.pk, "docx"]))

    text = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "Rekomendasi" in text


def test_the_page_for_leaders_is_one_page(client, judged, leader):
    client.force_login(leader)

    answer = client.get(reverse("assessment:presentation", args=[judged.pk, "pdf"]))
    report = client.get(reverse("assessment:lhe", args=[judged.pk, "pdf"]))

    assert len(pypdfium2.PdfDocument(answer.content)) == 1
    assert report.content[:5] == b"%PDF-"


def test_an_unknown_ending_is_not_found(client, judged, member):
    client.force_login(member)

    assert client.get(reverse("assessment:lhe", args=[judged.pk, "exe"])).status_code == 404
