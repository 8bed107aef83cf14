"""A column belongs to one kind of assessor: the province's to who observes from above, the TPI's and
TPN's to assessors of the office."""

from typing import Any

from lempu.kernel.assessment.enums import Column
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.rules import roles_in


def may_judge_in(user: Any, office_id: int, column: str | None) -> bool:
    """Whether the person writes into this column of the office's sheet."""
    is_assessor = Role.ASSESSOR in roles_in(user, office_id)
    if column in (Column.TPI, Column.TPN):
        return is_assessor
    return column == Column.PROVINCE and not is_assessor
