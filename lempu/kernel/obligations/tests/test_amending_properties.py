"""Whatever an amendment edits: what was proved is there, counted once, and can be reached."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lempu.kernel.home.selectors import grid
from lempu.kernel.obligations.enums import State
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.selectors.fates import change_by
from lempu.kernel.obligations.services.amending import enact_amendment
from lempu.kernel.obligations.tests.amended import amendment_of, plan_in_force, rows, tick
from lempu.kernel.offices.tests.factories import UserFactory
from lempu.kernel.plans.tests.factories import IndicatorFactory
from lempu.shared.periods import today

pytestmark = pytest.mark.django_db

months = st.lists(st.integers(1, 12), max_size=6, unique=True).map(sorted)
states = st.sampled_from([*State.values[:-1]])
#: For each row: its months, the states they reach, and what the amendment makes of it (None ends it).
lines = st.lists(
    st.tuples(months, st.lists(states, min_size=6, max_size=6), st.none() | months),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=lines, added=st.lists(months, max_size=2), past=st.sampled_from(["skip", "make"]))
def test_no_edit_loses_what_was_proved(lines, added, past):
    with transaction.atomic():
        _amended(lines, added, past)
        transaction.set_rollback(True)  # the next example begins with nothing


def _amended(lines, added, past):
    plan = plan_in_force([1], *(ticks for ticks, *_rest in lines))
    for row, (_ticks, reached, _wanted) in zip(rows(plan)[1:], lines, strict=True):
        for obligation, state in zip(row.obligations.order_by("month"), reached, strict=False):
            Obligation.objects.filter(pk=obligation.pk).update(state=state, undone_reason="-")
    before = dict(Obligation.objects.values_list("pk", "state"))
    draft = amendment_of(plan)
    for row, (*_rest, wanted) in zip(rows(draft)[1:], lines, strict=True):
        if wanted is None:
            row.delete()
        else:
            tick(row, *wanted)
    for ticks in added:
        IndicatorFactory(plan=draft, months=ticks)
    if change_by(draft).difference.is_empty:
        return

    new = enact_amendment(plan=draft, actor=UserFactory(), edition=draft.edition, past=past)

    after = dict(Obligation.objects.values_list("pk", "state"))
    shown = [cell.pk for row in grid.read(new, today()) for cell in row.all_cells]
    proved = {pk for pk, state in before.items() if state != State.OPEN}
    assert {pk: after[pk] for pk in proved} == {pk: before[pk] for pk in proved}
    assert proved <= set(shown)
    assert len(shown) == len(set(shown))
    assert before.keys() <= after.keys()
    assert set(shown) == {pk for pk, state in after.items() if state != State.WITHDRAWN}
    asked = {(row.pk, month) for row in rows(new) for month in row.months}
    owed = set(new.obligations.filter(state=State.OPEN).values_list("indicator_id", "month"))
    assert owed <= asked
    if past == "make":
        have = set(new.obligations.values_list("indicator_id", "month"))
        assert asked <= have
