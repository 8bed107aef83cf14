"""Notices in the product: said once, read by their person."""

from typing import Any

from django.utils import timezone

from lempu.kernel.accounts.models import User
from lempu.kernel.notices.enums import Kind
from lempu.kernel.notices.models import Notice
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.offices.models import Office


def tell(
    *,
    user: User,
    office: Office,
    kind: Kind,
    key: str,
    obligation: Obligation | None = None,
    **content: Any,
) -> Notice | None:
    """Tell a person something, unless it was told under this key before; then None.

    ``content`` must fit JSON. It is the room's own record and no act of the office.
    """
    notice, is_new = Notice.objects.get_or_create(
        user=user,
        office=office,
        key=key,
        defaults={"kind": kind, "obligation": obligation, "content": content},
    )
    return notice if is_new else None


def read(*, notice: Notice) -> None:
    """The person has seen it; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def read_all(*, user: User) -> int:
    """Everything of the person's is seen; how many were new."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
