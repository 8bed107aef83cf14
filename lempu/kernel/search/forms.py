from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.models import User
from lempu.kernel.obligations.enums import COUNTED
from lempu.kernel.offices.models import Office
from lempu.kernel.search.enums import Kind
from lempu.kernel.search.registry import record_kinds
from lempu.kernel.search.selectors import Wish

if TYPE_CHECKING:
    from lempu.kernel.offices.models import OfficeQuerySet

ALL = _("All")


class SearchForm(forms.Form):
    """The box and its filters, in the address; a wrong filter is said and nothing is searched."""

    q = forms.CharField(
        label=_("What are you looking for?"), max_length=200, required=False, strip=True
    )
    jenis = forms.ChoiceField(
        label=_("Kind"),
        choices=lambda: [("", ALL), *Kind.choices, *record_kinds()],
        required=False,
    )
    tahun = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2200, required=False)
    bulan = forms.TypedChoiceField(
        label=_("Month"),
        choices=[("", ALL), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
    )
    program = forms.IntegerField(
        label=_("Programme number"), min_value=1, max_value=99, required=False
    )
    orang = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=ALL
    )
    keadaan = forms.ChoiceField(
        label=_("State"),
        choices=[("", ALL), *[(shown.value, shown.label) for shown in COUNTED]],
        required=False,
    )
    satker = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offices: OfficeQuerySet = Office.objects.visible_to(user)
        people = User.objects.filter(memberships__office__in=offices).distinct().order_by("name")
        field = self.fields["orang"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        for each in self.fields.values():
            chosen = isinstance(each, forms.ChoiceField)
            each.widget.attrs["class"] = "form-select" if chosen else "form-control"

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            words=data["q"],
            kind=data["jenis"],
            month=data["bulan"],
            year=data["tahun"],
            programme=data["program"],
            person=data["orang"].pk if data["orang"] else None,
            state=data["keadaan"],
            office=data["satker"],
        )

    @property
    def is_narrowed(self) -> bool:
        if not self.is_valid():
            return True
        return any(self.cleaned_data.get(name) for name in self.fields if name != "q")
