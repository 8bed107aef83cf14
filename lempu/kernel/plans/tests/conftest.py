import pytest

from lempu.kernel.plans.tests.paper import FORMATS


@pytest.fixture(params=FORMATS)
def path(request, tmp_path):
    """A plan to be written in each format."""
    return tmp_path / f"rencana.{request.param}"
