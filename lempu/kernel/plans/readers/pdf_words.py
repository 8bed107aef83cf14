"""A PDF table drawn without lines: columns from the headings' places, rows from the gaps."""

from typing import Any, Final

from lempu.kernel.plans.readers.grid import Table


def loose_table(page: Any) -> "list[str | Table] | None":
    """Tables without lines are not read yet."""
    return None


FEWEST: Final = 6
