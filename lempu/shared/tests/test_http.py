import pytest
from django import forms
from django.test import RequestFactory

from lempu.shared import http
from lempu.shared.errors import DomainError


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    ("params", "field"),
    [({"field": "name"}, "name"), ({"field": "gone"}, "__all__"), ({}, "__all__")],
)
def test_a_refusal_lands_on_its_field_or_above_the_form(params, field):
    form = NameForm({"name": "x"})

    with http.errors_to(form):
        raise DomainError("Sudah ada.", code="taken", **params)

    assert {name: list(said) for name, said in form.errors.items()} == {field: ["Sudah ada."]}
    assert form.errors.as_data()[field][0].code == "taken"


def test_a_bug_is_not_a_refusal():
    with pytest.raises(ZeroDivisionError), http.errors_to(NameForm({"name": "x"})):
        raise ZeroDivisionError


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/matriks/?bulan=9", "/matriks/?bulan=9"),
        ("http://testserver/matriks/", "http://testserver/matriks/"),
        ("https://elsewhere.example/", "/start/"),
        ("//elsewhere.example", "/start/"),
        ("\\\\elsewhere.example", "/start/"),
        ("javascript:alert(1)", "/start/"),
        ("home:more", "/start/"),
        ("kata", "/start/"),
        ("", "/start/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_next_stays_within_the_product(asked, goes, method):
    request = getattr(RequestFactory(), method)("/", {"next": asked})

    assert http.safe_next(request, "/start/") == goes


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::"),
        ("", ""),
    ],
)
def test_guessing_is_counted_for_a_subscriber_and_not_for_each_address_of_theirs(address, network):
    request = RequestFactory().get("/", REMOTE_ADDR=address)

    assert http.client_network(request) == network


def test_on_https_next_is_not_led_back_to_http():
    request = RequestFactory().get("/", {"next": "http://testserver/x"}, secure=True)

    assert http.safe_next(request, "/start/") == "/start/"


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("99", 3), ("x", 1), ("-1", 3), (None, 1)])
def test_a_page_that_is_not_there_gives_the_nearest(asked, number):
    request = RequestFactory().get("/", {"halaman": asked} if asked else {})

    assert http.page_of(request, list(range(101))).number == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("", None), ("-1", None), ("²", None), ("٣", None), ("9" * 5000, None)],
)
def test_whole_number_takes_only_what_a_row_can_have(text, number):
    assert http.whole_number(text) == number
