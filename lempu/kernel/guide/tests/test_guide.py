import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from lempu.kernel.guide import selectors
from lempu.kernel.guide.enums import HELP, INDEX
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, person

NAMES = selectors.names()
JOURNEYS = settings.ROOT.parent / "tests" / "journeys"


@pytest.fixture
def member(client, db):
    user = person(OfficeFactory(code="7317"), Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", NAMES)
def test_every_page_of_the_guide_is_drawn_and_its_links_hold(client, member, name):
    page = selectors.page(name)

    answer = client.get(selectors.address(name))

    assert answer.status_code == 200
    assert "<h1 id=" in answer.text
    assert page.title
    for address in re.findall(r'(?:href|src)="([^"]*)"', page.content):
        target, _hash, heading = address.partition("#")
        assert target.startswith("/panduan/") or (not target and heading), address
        if target.startswith("/panduan/gambar/"):
            assert client.get(target).status_code == 200, address
        elif target:
            other = target.removeprefix("/panduan/").strip("/") or INDEX
            assert selectors.page(other) is not None, address
            assert not heading or heading in selectors.page(other).headings, address
        else:
            assert heading in page.headings, address


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_there_or_taken_by_a_journey(name):
    """Pictures are made by the browser tests; one that nothing takes would never come."""
    text = (selectors.folder() / f"{name}.md").read_text("utf-8")
    journeys = "".join(path.read_text("utf-8") for path in JOURNEYS.glob("*.py"))
    wanted = re.findall(r"]\(gambar/([\w-]+)\.png\)", text)

    taken = [one for one in wanted if one in journeys or selectors.picture(f"{one}.png")]
    assert taken == wanted


def test_a_picture_that_was_not_taken_is_left_out():
    drawn = selectors._drawn("x", "# Judul\n\n![Tidak ada](gambar/tidak-ada.png)")

    assert "<img" not in drawn.content


@pytest.mark.parametrize(("key", "place"), HELP.items(), ids=lambda value: str(value))
def test_help_names_a_route_or_room_and_a_heading_that_are_there(key, place):
    name, heading = place
    spaces = set(get_resolver().namespace_dict)

    assert key.partition(":")[0] in spaces
    if ":" in key:
        assert key.partition(":")[2] in {
            pattern.name
            for pattern in get_resolver().namespace_dict[key.partition(":")[0]][1].url_patterns
        }
    assert not heading or heading in selectors.page(name).headings


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/orang/", "/panduan/administrator/"),
        ("/satker/pengaturan/", "/panduan/administrator/#halaman-publik"),
        ("/matriks/", "/panduan/#semua-orang"),
        ("/hari-ini/", "/panduan/pelaksana/"),
        ("/rencana/", "/panduan/koordinator/"),
        ("/cari/", "/panduan/pencarian/"),
    ],
)
def test_pages_of_the_product_lead_to_the_page_that_speaks_of_them(
    client, member, address, expected
):
    assert f'href="{expected}"' in client.get(address).text


@pytest.mark.parametrize("name", ["tidak-ada", "readme", "..%2fadr%2f0001-layers"])
def test_what_is_not_of_the_guide_is_not_shown(client, member, name):
    assert client.get(f"/panduan/{name}/").status_code == 404
    assert client.get(f"/panduan/gambar/{name}.png").status_code == 404


def test_raw_html_of_a_page_stays_text():
    drawn = selectors._drawn(
        "x", "# Judul\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1))"
    )

    assert "<script>" not in drawn.content
    assert 'href="javascript' not in drawn.content


def test_the_guide_asks_the_database_for_nothing_but_the_shell(client, member):
    asked = []
    for page in (reverse("offices:rights"), reverse("guide:index"), selectors.address("pelaksana")):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        asked.append(len(queries))

    assert asked[0] == asked[1] == asked[2]
