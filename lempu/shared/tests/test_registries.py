import pytest
from django.db.models import TextChoices

from lempu.shared import acts, navigation, periods
from lempu.shared.periods import Month


def test_an_act_is_registered_once():
    class Act(TextChoices):
        CHANGED = "offices.office_changed", "again"

    with pytest.raises(ValueError, match=r"offices\.office_changed"):
        acts.register(Act)


def test_an_act_whose_room_is_gone_keeps_its_name():
    assert not acts.is_known("gone.done")
    assert acts.sentence("gone.done") == "gone.done"


def entry(**values):
    given = {"key": "probe", "label": "Uji", "icon": "user", "url_name": "home:start", "order": 1}
    return navigation.Entry(**(given | values))


def test_a_menu_entry_comes_in_its_order_and_goes_again():
    with navigation.registered(entry()):
        assert navigation.entries()[0].key == "probe"

    assert "probe" not in [e.key for e in navigation.entries()]


def test_a_menu_entry_is_registered_once():
    with (
        navigation.registered(entry()),
        pytest.raises(ValueError, match="probe"),
    ):
        navigation.register(entry())


@pytest.mark.parametrize(
    ("month", "first", "last", "following"),
    [
        (Month(2024, 2), "2024-02-01", "2024-02-29", Month(2024, 3)),
        (Month(2025, 12), "2025-12-01", "2025-12-31", Month(2026, 1)),
    ],
)
def test_months(month, first, last, following):
    assert (str(month.first), str(month.last), month.following) == (first, last, following)


def test_a_year_has_twelve_months_in_order():
    months = periods.months_of(2025)

    assert [m.number for m in months] == list(range(1, 13))
    assert sorted(months) == months
