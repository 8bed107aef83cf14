import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from lempu.kernel.obligations.models import Obligation
from lempu.kernel.obligations.services import state_undone
from lempu.kernel.oversight.models import Tally
from lempu.kernel.oversight.selectors import counts
from lempu.kernel.oversight.selectors.figures import total_of
from lempu.kernel.oversight.services import tallies
from lempu.kernel.oversight.tests.conftest import TODAY


def late_of(office):
    return counts.by_month([office.pk], 2025, TODAY)[office.pk][3].late


def test_tallies_say_what_the_obligations_say(luwu, palopo):
    keys = [luwu.pk, palopo.pk]
    counted = counts.by_month(keys, 2025, TODAY), counts.by_area(keys, 2025, TODAY)

    assert tallies.refresh_tallies(TODAY) == 2

    assert (counts.by_month(keys, 2025, TODAY), counts.by_area(keys, 2025, TODAY)) == counted
    assert tallies.wrong_tallies(TODAY) == []


def test_a_glance_is_the_months_put_together(luwu, palopo, django_assert_num_queries):
    keys = [luwu.pk, palopo.pk]
    months = counts.by_month(keys, 2025, TODAY)
    expected = {key: (total_of(parts.values()), parts[10]) for key, parts in months.items()}
    assert counts.at_a_glance(keys, 2025, TODAY) == expected

    tallies.refresh_tallies(TODAY)

    with django_assert_num_queries(2):
        assert counts.at_a_glance(keys, 2025, TODAY) == expected
    assert counts.at_a_glance(keys, 2024, TODAY) == {}


def test_a_tally_from_before_the_glance_is_counted_anew(luwu):
    tallies.refresh_tallies(TODAY)
    expected = counts.at_a_glance([luwu.pk], 2025, TODAY)
    Tally.objects.update(glance=[])

    assert counts.at_a_glance([luwu.pk], 2025, TODAY) == expected
    assert tallies.wrong_tallies(TODAY) == []


def test_the_check_names_a_glance_that_lies(luwu):
    tallies.refresh_tallies(TODAY)
    Tally.objects.update(glance=[[9] * 10, None])

    assert [row.office for row in tallies.wrong_tallies(TODAY)] == [luwu]


def test_what_holds_is_not_counted_again(luwu, django_assert_num_queries):
    tallies.refresh_tallies(TODAY)

    with django_assert_num_queries(3):
        assert tallies.refresh_tallies(TODAY) == 0
    with django_assert_num_queries(2):
        assert late_of(luwu) == 1


def test_an_act_is_seen_at_once(luwu, observer):
    """The act writes an entry; the tally no longer ends where the ledger does."""
    tallies.refresh_tallies(TODAY)
    obligation = Obligation.objects.get(office=luwu, month=3, state="open")

    state_undone(obligation=obligation, actor=observer, reason="Anggaran dialihkan.")

    assert late_of(luwu) == 0
    assert tallies.refresh_tallies(TODAY) == 1
    assert late_of(luwu) == 0


def test_tomorrow_counts_anew(luwu):
    tallies.refresh_tallies(TODAY)
    later = dt.date(2025, 10, 21)

    figures = counts.by_month([luwu.pk], 2025, later)[luwu.pk][10]

    assert (figures.late, figures.at_risk) == (1, 0)
    assert tallies.refresh_tallies(later) == 1


def test_a_moved_office_keeps_its_tally(luwu, kendari):
    """Nothing is keyed by where an office stands."""
    tallies.refresh_tallies(TODAY)
    luwu.parent, luwu.path = kendari.parent, f"{kendari.parent.path}7317/"
    luwu.save()

    assert late_of(luwu) == 1
    assert tallies.wrong_tallies(TODAY) == []


def test_the_check_names_a_tally_that_lies(luwu, capsys):
    tallies.refresh_tallies(TODAY)
    call_command("tallies", "--check")
    Tally.objects.update(months={"1": [9] * 10})

    with pytest.raises(CommandError):
        call_command("tallies", "--check")

    assert "7317" in capsys.readouterr().out
