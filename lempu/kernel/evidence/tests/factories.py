"""Pieces of evidence, their versions and submissions; and small real files to store."""

import io

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from lempu.kernel.evidence import selectors
from lempu.kernel.evidence.enums import SubmissionKind, SubmissionState
from lempu.kernel.evidence.models import Evidence, Submission, Version
from lempu.kernel.files.models import StoredFile
from lempu.kernel.files.services import store
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.tests.factories import ObligationFactory
from lempu.kernel.offices.tests.factories import UserFactory


def photo(
    colour="navy", size=(80, 60), name="IMG_20250918_0931.jpg", **options
) -> SimpleUploadedFile:
    """A real JPEG of one colour."""
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, "JPEG", **options)
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


def note(text="Notulen rapat 18 September", name="Notulen.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def stored(text: str = "Notulen rapat") -> StoredFile:
    return store(content=note(text), name="Notulen.txt")


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = Version

    number = 1
    url = factory.Sequence(lambda n: f"https://kab-luwu.kpu.go.id/berita/{n}")
    name = factory.Sequence(lambda n: f"Berita {n}")
    added_by = factory.LazyAttribute(lambda o: o.evidence.added_by)


class EvidenceFactory(DjangoModelFactory):
    """A link by default; ``file=stored()`` makes it a file."""

    class Meta:
        model = Evidence
        skip_postgeneration_save = True

    class Params:
        withdrawn = factory.Trait(
            withdrawn_at=factory.LazyFunction(timezone.now), withdrawn_reason="Salah bulan."
        )

    obligation = factory.SubFactory(ObligationFactory)
    office = factory.LazyAttribute(lambda o: o.obligation.office)
    kind = "invitation"
    added_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def file(self, create, extracted, **rest):
        if create:
            given = {"file": extracted, "url": "", "name": "Undangan.txt"} if extracted else {}
            VersionFactory(evidence=self, **{**given, **rest})


class SubmissionFactory(DjangoModelFactory):
    """A waiting submission of what the obligation offers at this moment."""

    class Meta:
        model = Submission

    class Params:
        nil = factory.Trait(kind=SubmissionKind.NIL, reason="Tidak ada diklat bulan ini.")
        late = factory.Trait(is_late=True)
        returned = factory.Trait(
            state=SubmissionState.RETURNED, answer="Daftar hadir belum ditandatangani."
        )
        accepted = factory.Trait(state=SubmissionState.ACCEPTED)

    obligation = factory.SubFactory(ObligationFactory, state=State.SUBMITTED)
    office = factory.LazyAttribute(lambda o: o.obligation.office)
    kind = SubmissionKind.PROOF
    reason = ""
    manifest = factory.LazyAttribute(lambda o: selectors.manifest(o.obligation))
    content_hash = factory.LazyAttribute(
        lambda o: selectors.fingerprint_of(o.manifest, kind=o.kind, reason=o.reason)
    )
    submitted_by = factory.SubFactory(UserFactory)
    submitted_at = factory.LazyFunction(timezone.now)


def submitted(office, *, pieces: int = 1, by=None, **rest) -> Submission:
    """A waiting submission of an obligation with some pieces of evidence."""
    obligation = ObligationFactory(office=office, submitted=True, **rest)
    author = by or UserFactory()
    EvidenceFactory.create_batch(pieces, obligation=obligation, added_by=author)
    return SubmissionFactory(obligation=obligation, submitted_by=author)
