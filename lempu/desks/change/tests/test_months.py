"""Discipline and posts: what the desk notes month by month."""

import datetime as dt
import functools
import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse

from lempu.desks.change import measures, services
from lempu.desks.change.enums import Channel
from lempu.desks.change.models import Post
from lempu.kernel.evidence.tests.factories import photo
from lempu.kernel.files.services import store
from lempu.kernel.findings.models import LinkState
from lempu.kernel.ledger.models import Entry
from lempu.shared.errors import DomainError
from lempu.shared.periods import Month

pytestmark = pytest.mark.django_db
JANUARY = Month(2026, 1)
DAY = dt.date(2026, 1, 20)
KEPT = {"staff": 17, "hours": 15, "uniform": 17, "duties": 16}


def test_discipline_is_measured_corrected_and_kept_with_what_stood_before(office, coordinator):
    assert measures.discipline(office, JANUARY).value is None

    note = functools.partial(
        services.note_discipline, office=office, actor=coordinator, month=JANUARY
    )
    note(**KEPT, initiatives="Apel lewat ponsel.")
    note(**KEPT, initiatives="Apel lewat ponsel. ")
    reading = measures.discipline(office, JANUARY)
    note(**KEPT | {"hours": 17, "duties": 17})

    assert (reading.value, reading.numerator, reading.denominator) == (Decimal("94.11"), 48, 51)
    assert [record.counts for record in reading.records] == [False, True, False]
    assert reading.note == "Apel lewat ponsel."
    assert measures.discipline(office, JANUARY).value == 100
    entries = Entry.objects.filter(act="change.discipline").order_by("pk")
    befores = [json.loads(entry.body)["payload"]["before"] for entry in entries]
    assert [before.get("hours") for before in befores] == [None, 15]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"month": Month(2026, 2)}, "not_yet"),
        ({"staff": 0, "hours": 0, "uniform": 0, "duties": 0}, "nobody"),
        ({"uniform": 18}, "more_than_staff"),
    ],
)
def test_discipline_is_refused_and_leaves_no_trace(office, coordinator, changed, code):
    with pytest.raises(DomainError) as refusal:
        services.note_discipline(
            office=office, actor=coordinator, **{"month": JANUARY} | KEPT | changed
        )

    assert refusal.value.code == code
    assert not Entry.objects.exists()


def test_discipline_is_noted_and_corrected_on_the_page(client, office, coordinator):
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
    page, desk = reverse("change:discipline"), reverse("change:desk")
    assert "Disiplin bulan ini belum dicatat." in client.get(desk).text

    sent = client.post(page, KEPT | {"month": 1, "initiatives": ""})
    refused = client.post(page, KEPT | {"month": 1, "hours": 40})
    again = client.get(page, {"bulan": "1"})

    assert sent["Location"] == f"{desk}?bulan=1#disiplin"
    assert (refused.status_code, again.context["form"]["hours"].value()) == (422, 15)
    assert "Disiplin bulan ini belum dicatat." not in client.get(desk).text


def a_post(office, actor, number=1, **changed):
    given = {
        "day": DAY,
        "channel": Channel.INSTAGRAM,
        "url": f"https://instagram.com/p/{number}",
        "title": "Pencanangan zona integritas",
    }
    return services.note_post(office=office, actor=actor, **given | changed)


def test_posts_are_counted_with_their_figures_and_their_links_are_asked(office, coordinator):
    post = a_post(office, coordinator, picture=store(content=photo(), name="pos.jpg"))
    services.count_post(post=post, actor=coordinator, reach=1200, responses=34)
    services.count_post(post=post, actor=coordinator, reach=1200, responses=34)

    reading = measures.posts(office, JANUARY)
    assert reading.value == 1
    assert "1200" in reading.records[0].words
    assert reading.records[0].url == reverse("change:picture", args=[post.pk])
    assert measures.posts(office, Month(2025, 12)).value == 0
    assert Entry.objects.filter(act="change.post_counted").count() == 1
    assert LinkState.objects.get().url == post.url


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"day": dt.date(2026, 1, 21)}, "not_yet"),
        ({"picture": "text"}, "no_picture"),
        ({}, "listed"),
    ],
)
def test_a_post_is_refused_and_leaves_no_trace(office, coordinator, changed, code):
    a_post(office, coordinator)
    if "picture" in changed:
        changed["picture"] = store(content=io.BytesIO(b"bukan gambar"), name="a.txt")

    with pytest.raises(DomainError) as refusal:
        a_post(office, coordinator, **changed)

    assert refusal.value.code == code
    assert (Post.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_post_is_noted_on_the_page_and_says_when_its_link_is_dead(client, office, coordinator):
    client.force_login(coordinator, "django.contrib.auth.backends.ModelBackend")
    page, desk = reverse("change:post"), reverse("change:desk")
    shot = photo()
    shot.name = "pos.jpg"
    sent = {"day": "2026-01-19", "channel": "instagram", "url": "https://instagram.com/p/9",
            "title": "Apel ZI", "picture": shot, "whole": "1"}  # fmt: skip
    client.post(page, sent)
    post = Post.objects.get()
    client.post(reverse("change:figures", args=[post.pk]), {"reach": "5", "responses": "0"})
    LinkState.objects.update(verdict="dead")
    refused = client.post(page, sent | {"url": "javascript:alert(1)", "picture": ""})

    shown = client.get(desk).text
    assert "Tautannya tidak terbuka" in shown
    assert "Jangkauan 5, tanggapan 0" in shown
    assert refused.status_code == 422
    kept = client.get(reverse("change:picture", args=[post.pk]))
    assert (kept["Content-Type"], kept["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"".join(kept.streaming_content)
