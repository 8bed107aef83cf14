import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lempu.kernel.evidence.tests.factories import EvidenceFactory
from lempu.kernel.ledger.services import record
from lempu.kernel.obligations.enums import look_of
from lempu.kernel.obligations.tests.factories import ObligationFactory, RowFactory
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person
from lempu.kernel.search import services
from lempu.kernel.search.models import Entry, Reach
from lempu.kernel.search.registry import register, sources
from lempu.kernel.search.selectors import Wish, excerpt, find, marked
from lempu.shared.periods import today


def index(office):
    services.index_office(office.pk, seq=1)


@pytest.fixture
def office(db):
    return OfficeFactory(code="7317")


@pytest.fixture
def row(office):
    return RowFactory(office=office, text="Pegawai melayani pemilih dengan baik", months=[9])


@pytest.fixture
def piece(office, row):
    obligation = ObligationFactory(office=office, indicator=row, month=9)
    piece = EvidenceFactory(obligation=obligation, kind="decree", note="Dievaluasi tim penilai")
    piece.versions.update(name="SK Tim Pelayanan.pdf")
    index(office)
    return piece


def entries(found):
    return [Entry.objects.get(pk=key) for key in found.keys]


def keys(user, words, **wish):
    return {entry.key for entry in entries(find(user, Wish(words, **wish)))}


def test_any_form_of_a_word_finds_rows_and_evidence(office, row, piece):
    member = person(office, Role.MEMBER)

    found = keys(member, "layanan")

    assert found == {f"plans.indicator:{row.pk}", f"evidence.evidence:{piece.pk}"}
    assert keys(member, "surat keputusan evaluasi") == {f"evidence.evidence:{piece.pk}"}


def test_a_typing_error_is_mended_and_said(office, row, piece):
    member = person(office, Role.MEMBER)

    found = find(member, Wish("pelayannan"))

    assert found.corrected == "pelayanan"
    assert f"plans.indicator:{row.pk}" in {entry.key for entry in entries(found)}


def test_filters_narrow(office, row, piece):
    member = person(office, Role.MEMBER)
    both = keys(member, "layanan")

    assert keys(member, "layanan", kind="evidence") == {f"evidence.evidence:{piece.pk}"}
    assert keys(member, "layanan", month=9) == {f"evidence.evidence:{piece.pk}"}
    assert keys(member, "layanan", month=8) == set()
    assert keys(member, "layanan", programme=99) == set()
    assert keys(member, "layanan", person=piece.added_by_id) == {f"evidence.evidence:{piece.pk}"}
    assert keys(member, "layanan", state="accepted") == set()
    assert keys(member, "layanan", office="7317") == both
    assert keys(member, "layanan", office="9401") == set()


@pytest.mark.parametrize(
    ("day", "shown"), [(29, "scheduled"), (30, "due"), (40, "due"), (41, "late")]
)
def test_what_is_late_is_said_by_the_day_and_not_by_the_index(
    client, capsys, office, row, time_machine, day, shown
):
    """The page and the command narrow by the state a person sees, in an index made before."""
    member, start = person(office, Role.MEMBER), today()
    open_one = ObligationFactory(
        office=office,
        indicator=row,
        begins_on=start + dt.timedelta(30),
        due_on=start + dt.timedelta(40),
    )
    done = ObligationFactory(office=office, indicator=row, month=3, accepted=True)
    pieces = [EvidenceFactory(obligation=one, note="Gratifikasi") for one in (open_one, done)]
    index(office)
    moment = dt.datetime.combine(start + dt.timedelta(day), dt.time(5), dt.UTC)
    time_machine.move_to(moment, tick=False)
    key = f"evidence.evidence:{pieces[0].pk}"

    found = {
        state: keys(member, "gratifikasi", state=state) for state in ("late", "due", "scheduled")
    }
    call_command("search", "gratifikasi", "--as", member.username, "--state", shown, "--json")
    said = json.loads(capsys.readouterr().out)

    assert found == {state: {key} if state == shown else set() for state in found}
    assert [(one["key"], one["state"]) for one in said["results"]] == [(key, look_of(shown).word)]
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("search:find"), {"q": "gratifikasi", "keadaan": shown})
    assert [result.entry.key for result in page.context["results"]] == [key]


def test_words_in_the_title_come_first(office, row):
    piece = EvidenceFactory(
        obligation=ObligationFactory(office=office, indicator=row), note="Gratifikasi"
    )
    other = EvidenceFactory(obligation=piece.obligation)
    other.versions.update(name="Laporan gratifikasi.pdf")
    index(office)

    found = entries(find(person(office, Role.MEMBER), Wish("gratifikasi")))

    assert [entry.key for entry in found] == [
        f"evidence.evidence:{other.pk}",
        f"evidence.evidence:{piece.pk}",
    ]


def test_one_finds_only_ones_own_obligations(office, row, piece):
    owner, other = person(office, Role.MEMBER), person(office, Role.COORDINATOR)
    row.owners.add(owner)
    index(office)

    assert len(keys(owner, "layanan", kind="obligation")) == 1
    assert keys(other, "layanan", kind="obligation") == set()


def test_what_is_withdrawn_or_changed_is_found_as_it_is_now(office, row, piece):
    member = person(office, Role.MEMBER)
    row.text = "Sosialisasi gratifikasi"
    row.save()
    type(piece).objects.filter(pk=piece.pk).update(withdrawn_at=piece.added_at)

    index(office)

    assert keys(member, "layanan") == set()
    assert keys(member, "disosialisasikan") == {f"plans.indicator:{row.pk}"}


def test_reading_again_writes_nothing(office, row, piece):
    assert services.index_office(office.pk, seq=2) == 0
    assert Reach.objects.get(office=office).seq == 2


def test_an_office_waits_until_its_ledger_is_indexed(office, row):
    leader = person(office, Role.LEADER)
    record(act="offices.office_changed", subject=office, office=office, actor=leader)

    assert [key for key, _seq in services.waiting()] == [office.pk]
    assert services.refresh() == 1
    assert services.waiting() == []


ROLES = [*Role]
WORDS = ["layanan", "evaluasi", "sk", "tim", "penilai", "pegawai"]


@given(
    roles=st.lists(st.tuples(st.sampled_from(ROLES), st.integers(0, 2)), max_size=3),
    words=st.sampled_from(WORDS),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nobody_finds_what_they_may_not_open(client, office, row, piece, roles, words):
    """Whatever roles somebody holds here, above or elsewhere: what they find opens."""
    places = [office, office.parent, OfficeFactory(code="9401")]
    user = person(places[2], Role.MEMBER)
    user.memberships.all().delete()
    for role, place in dict.fromkeys(roles):
        if not user.memberships.filter(role=role, office=places[place]).exists():
            person(places[place], role, user=user)
    row.owners.set([user] if roles else [])
    index(office)
    user = type(user).objects.get(pk=user.pk)

    found = entries(find(user, Wish(words)))

    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert [e.key for e in found if client.get(e.url).status_code != 200] == []
    if not roles:
        assert found == []


def test_marks_are_safe_and_show_the_place():
    text = f"<script>x</script> {'kata ' * 60}pelayanan & lainnya"

    part = excerpt(text, {"pelayanan"})

    assert part.startswith("… ")
    assert marked(part, {"pelayanan"}).endswith("<mark>pelayanan</mark> &amp; lainnya")
    assert marked("<b>layanan</b>", {"layanan"}) == "&lt;b&gt;<mark>layanan</mark>&lt;/b&gt;"


def test_a_kind_has_one_source():
    with pytest.raises(ValueError, match="twice"):
        register("row", permission="plans.view")(sources()[0].read)


def test_the_command_finds_what_the_page_finds(client, capsys, office, row, piece):
    member = person(office, Role.MEMBER)
    call_command("search", "layanan", "--office", "7317", "--as", member.username, "--json")
    said = json.loads(capsys.readouterr().out)

    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("search:find"), {"q": "layanan", "satker": "7317"})

    shown = [result.entry.key for result in page.context["results"]]
    assert [result["key"] for result in said["results"]] == shown
    assert len(shown) == 2
    assert b"<mark>melayani</mark>" in page.content


def test_the_command_wants_words_and_a_person(office):
    with pytest.raises(CommandError):
        call_command("search", "layanan", "--as", "nobody")


def test_the_index_is_made_anew(office, row, piece):
    before = Entry.objects.count()
    services.rebuild()
    index(office)

    assert Entry.objects.count() == before


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_asks_the_same_however_much_is_found(
    client, office, row, count, django_assert_num_queries
):
    EvidenceFactory.create_batch(
        count, obligation=ObligationFactory(office=office, indicator=row), note="Gratifikasi"
    )
    index(office)
    member = person(office, Role.MEMBER)
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")
    client.get(reverse("search:find"), {"q": "gratifikasi"})

    with django_assert_num_queries(11):
        page = client.get(reverse("search:find"), {"q": "gratifikasi"})

    assert len(page.context["results"]) == count


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"q": "layanan", "bulan": "13"}, 422),
        ({"q": "layanan", "orang": "abc"}, 422),
        ({"q": "'\"; DROP * : ^ AND OR NOT ()"}, 200),
        ({"q": "x" * 201}, 422),
        ({"q": "a\x00b"}, 422),
        ({"q": "dan"}, 200),
        ({}, 200),
    ],
)
def test_odd_input_is_answered(client, office, piece, sent, status):
    member = person(office, Role.MEMBER)
    client.force_login(member, "django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("search:find"), sent).status_code == status
