"""What a file is taken for when it came without a kind."""

import pytest

from lempu.kernel.evidence.selectors import guess_kind
from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.files.models import StoredFile
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("Undangan rapat.pdf", "application/pdf", "invitation"),
        ("Laporan bulanan.pdf", "application/pdf", "report"),
        ("20250109_0931.jpg", "image/jpeg", "photo"),
        ("dokumen 17.pdf", "application/pdf", "other"),
    ],
)
def test_file_is_taken_for_what_it_shows(name, media_type, kind):
    row = ObligationFactory(indicator=RowFactory(required=["invitation", "minutes", "photo"]))

    assert guess_kind(row, name, StoredFile(media_type=media_type)) == kind


def test_file_without_a_telling_name_is_the_one_thing_still_missing():
    row = ObligationFactory(indicator=RowFactory(required=["invitation", "minutes"]))
    EvidenceFactory(obligation=row, kind="invitation")

    assert guess_kind(row, "dokumen 17.pdf", StoredFile(media_type="application/pdf")) == "minutes"
