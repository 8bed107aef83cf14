"""An invitation to a gathering goes out once, with the letter and a date for the calendar."""

import pytest
from django.core import mail

from lempu.kernel.gatherings import services as gatherings
from lempu.kernel.gatherings.tests.factories import gathering
from lempu.kernel.notices.services import outbox
from lempu.kernel.notices.services.invitations import post_invitations
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

pytestmark = pytest.mark.django_db


def test_it_is_posted_once_and_not_after_it_was_called_off(settings):
    settings.MAIL_ON = True
    office = OfficeFactory(code="7317")
    organiser = person(office, Role.OFFICER)
    rows = [gathering(office, organiser) for _each in range(2)]
    for row in rows:
        gatherings.add_guest(
            gathering=row, actor=organiser, name="Budi", institution="-", email="budi@example.id"
        )
        gatherings.send_invitation(gathering=row, actor=organiser, classification="PK.01")
    gatherings.cancel(gathering=rows[1], actor=organiser, reason="Ditunda")
    posted = [post_invitations(), post_invitations()]
    sent = outbox.send_due()
    [message] = mail.outbox

    assert (posted, sent) == ([1, 0], 1)
    assert message.to == ["budi@example.id"]
    assert [name for name, _content, _kind in message.attachments] == [
        "undangan.ics",
        "Undangan.pdf",
    ]
    assert "Aula" in message.body
