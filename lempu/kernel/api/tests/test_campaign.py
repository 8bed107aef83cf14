"""Schemathesis throws what it can think of at every address: no failure of ours, nothing of others."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection

from lempu.kernel.api.tests.factories import bearer, secret_of
from lempu.kernel.api.views.endpoints import api
from lempu.kernel.evidence.tests.factories import EvidenceFactory, stored
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.tests.factories import OfficeFactory, person

HIDDEN = "Rahasia satker lain"
#: The token is sent by hand (calls without one are in test_endpoints), and unknown parameters do no harm.
NOT_OURS = [ignored_auth, negative_data_rejection]


@pytest.fixture(autouse=True)
def one_connection():
    """Keep the connection that the test's transaction is on: a served request would close it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def interface(db):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def secret(db):
    """A token of a member of 7317, beside an office whose every text is hidden from them."""
    office = OfficeFactory(code="7317")
    for month in (3, 4):
        EvidenceFactory(obligation=ObligationFactory(office=office, month=month), file=stored())
    other = OfficeFactory(code="9401", name=HIDDEN)
    row = RowFactory(office=other, text=HIDDEN)
    undone = ObligationFactory(office=other, indicator=row, undone=True, undone_reason=HIDDEN)
    EvidenceFactory(obligation=undone, number=HIDDEN)
    return secret_of(person(office), office)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", sorted(api.get_openapi_schema(path_prefix="/api/v1/")["paths"]))
def test_interface_holds_to_its_description(interface, secret, path, mode):
    operation = interface[path]["GET"]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def campaign(case):
        answer = case.call(headers=bearer(secret))
        case.validate_response(answer, excluded_checks=NOT_OURS)
        assert answer.status_code < 500
        assert HIDDEN not in answer.text

    campaign()
