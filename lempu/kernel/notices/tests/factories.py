"""Notices and mail, as the services would have made them."""

import factory
from factory.django import DjangoModelFactory

from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Mail, Notice
from lempu.kernel.offices.tests.factories import MembershipFactory, OfficeFactory


class NoticeFactory(DjangoModelFactory):
    """Three obligations are due soon; the reader works in the office."""

    class Meta:
        model = Notice

    office = factory.SubFactory(OfficeFactory)
    user = factory.LazyAttribute(lambda o: MembershipFactory(office=o.office).user)
    kind = Kind.DUE_SOON
    key = factory.Sequence(lambda n: f"due:{n}")
    content = factory.LazyFunction(lambda: {"count": 3, "due_on": "2026-11-30"})


class MailFactory(DjangoModelFactory):
    class Meta:
        model = Mail

    key = factory.Sequence(lambda n: f"test:{n}")
    office = factory.SubFactory(OfficeFactory)
    user = factory.LazyAttribute(lambda o: MembershipFactory(office=o.office).user)
    to = factory.Sequence(lambda n: f"pelaksana{n}@contoh.go.id")
    subject = "Dua hal perlu Anda kerjakan"
    text = "Isi surat."
