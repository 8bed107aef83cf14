"""Input of the plan's pages: shape only; what the office allows is said by the services."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from lempu.kernel.files.forms import WholeForm
from lempu.kernel.offices import selectors as offices
from lempu.kernel.offices.models import Office
from lempu.kernel.offices.rules import GRANTS
from lempu.kernel.plans import suggestions
from lempu.kernel.plans.enums import Choice, DueRule, Expectation
from lempu.kernel.plans.models import Indicator, Plan, SubActivity
from lempu.kernel.plans.selectors.bindings import Offered, as_target

CLASSES = {
    "select": "form-select",
    "checkbox": "form-check-input",
    "radio": "form-check-input",
}


class PlainForm(forms.Form):
    """Fields look as the design has them; the browser never refuses before we can say why."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = getattr(field.widget, "input_type", "text")
            field.widget.attrs.setdefault("class", CLASSES.get(kind, "form-control"))


class UploadForm(PlainForm, WholeForm):
    file = forms.FileField(
        label=_("File of the decree"),
        help_text=_("Word (.docx), Excel (.xlsx), PDF, CSV or plain text, at most 50 MB."),
        error_messages={"required": _("Choose the file of the decree first.")},
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,.xlsx,.xls,.ods,.pdf,.csv,.txt,.tsv,.jpg,.jpeg,.png,.tif,.tiff"}
        ),
    )


class YearForm(PlainForm):
    year = forms.IntegerField(
        label=_("Year"),
        localize=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": _("Give the year of the plan."),
            "invalid": _("Write the year as four digits, for example 2026."),
        },
    )


class EditionForm(PlainForm):
    """The edition of the draft the person had before their eyes."""

    edition = forms.IntegerField(widget=forms.HiddenInput)


class DecreeForm(EditionForm):
    year = forms.IntegerField(
        label=_("Year of the plan"), widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    number = forms.CharField(label=_("Number of the decree"), max_length=60, required=False)
    date = forms.DateField(
        label=_("Date of the decree"),
        help_text=_("For example 9-1-2025."),
        required=False,
        input_formats=["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %m %Y"],
        widget=forms.DateInput(format="%d-%m-%Y"),
        error_messages={"invalid": _("Write the date as day-month-year, for example 9-1-2025.")},
    )
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    office = forms.CharField(label=_("Office named in the decree"), max_length=200, required=False)
    title = forms.CharField(
        label=_("Title"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    signatory_name = forms.CharField(
        label=_("Name of the signatory"), max_length=120, required=False
    )
    signatory_position = forms.CharField(
        label=_("Position of the signatory"), max_length=200, required=False
    )

    def for_plan(self, plan: Plan) -> "DecreeForm":
        """An amendment keeps the year of the plan it amends, so nobody is asked for it."""
        if plan.is_amendment:
            self.fields["year"].widget = forms.HiddenInput()
        return self

    @staticmethod
    def values_of(plan: Plan) -> dict[str, Any]:
        return {
            "edition": plan.edition,
            "year": plan.year,
            "number": plan.decree_number,
            "date": plan.decree_date,
            "place": plan.decree_place,
            "office": plan.decree_office,
            "title": plan.decree_title,
            "signatory_name": plan.signatory_name,
            "signatory_position": plan.signatory_position,
        }


class AttachForm(EditionForm):
    """The signed decree of a draft: kept as it is, not read."""

    file = forms.FileField(
        label=_("File of the signed decree"),
        help_text=_("A scan as PDF is best. It is kept as it is and can be downloaded."),
        error_messages={"required": _("Choose the file of the decree first.")},
        widget=forms.ClearableFileInput(
            attrs={"accept": ".pdf,.docx,.xlsx,.ods,.jpg,.jpeg,.png,.tif,.tiff"}
        ),
    )


class WithdrawForm(PlainForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the draft is withdrawn.")},
    )


class TextForm(EditionForm):
    """The words of one row at any level; ``parts`` only where a sub-activity has them."""

    text = forms.CharField(
        label=_("Words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("A row cannot be without words. Remove it instead.")},
    )
    parts = forms.CharField(
        label=_("Parts a, b, c ..."),
        help_text=_("One part a line, without the letter."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, node: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not isinstance(node, SubActivity):
            del self.fields["parts"]

    @staticmethod
    def values_of(node: Any, edition: int) -> dict[str, Any]:
        text = node.text if isinstance(node, Indicator) else node.name
        return {"edition": edition, "text": text, "parts": "\n".join(getattr(node, "parts", []))}

    @property
    def part_lines(self) -> list[str] | None:
        if "parts" not in self.fields:
            return None
        return [line for line in self.cleaned_data["parts"].splitlines() if line.strip()]


class AddForm(EditionForm):
    """Words of the levels that are new; ``levels`` says which."""

    LEVELS = ("programme", "activity", "sub_activity", "indicator")

    programme = forms.CharField(label=_("Programme"), widget=forms.Textarea(attrs={"rows": 2}))
    activity = forms.CharField(label=_("Activity"), widget=forms.Textarea(attrs={"rows": 2}))
    sub_activity = forms.CharField(
        label=_("Sub-activity"), widget=forms.Textarea(attrs={"rows": 2})
    )
    indicator = forms.CharField(label=_("Indicator"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, levels: tuple[str, ...] = LEVELS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.LEVELS) - set(levels):
            del self.fields[name]
        self.levels = levels

    @property
    def words(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.levels]


class ExpectationForm(EditionForm):
    expectation = forms.ChoiceField(
        label=_("What a tick asks for"), choices=Expectation.choices, widget=forms.RadioSelect
    )
    required = forms.MultipleChoiceField(
        label=_("Evidence asked for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_rule = forms.ChoiceField(label=_("Due"), choices=DueRule.choices, widget=forms.RadioSelect)
    due_day = forms.IntegerField(
        label=_("Day of the next month"),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    unit: Any = forms.ModelChoiceField(
        label=_("Sub-division"), queryset=None, required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.key, kind.label) for kind in suggestions.kinds()]
        self.fields["required"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit"].queryset = office.units.all()  # type: ignore[attr-defined]

    @staticmethod
    def values_of(row: Indicator, edition: int) -> dict[str, Any]:
        return {
            "edition": edition,
            "expectation": row.expectation,
            "required": row.required,
            "due_rule": row.due_rule,
            "due_day": row.due_day,
            "unit": row.unit_id,
        }


#: what owners and coordinators of a row must be able to do
OFFER, COORDINATE = "evidence.offer", "plans.assign"


def _people_who(permission: str, office: Office, held: Any = ()) -> Any:
    """People of the office whose role lets them do it, and those who hold the row already."""
    people = offices.people_of(office)
    able = offices.people_of(office, *GRANTS[permission])
    return people.filter(Q(pk__in=able.values("pk")) | Q(pk__in=list(held or ())))


class AssignForm(PlainForm):
    owners: Any = forms.ModelMultipleChoiceField(
        label=_("Owners"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    coordinators: Any = forms.ModelMultipleChoiceField(
        label=_("Coordinators"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    unit: Any = forms.ModelChoiceField(
        label=_("Sub-division"), queryset=None, required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.initial  # those who have the row now stay on offer, whatever their role became
        owning = _people_who(OFFER, office, held.get("owners"))
        coordinating = _people_who(COORDINATE, office, held.get("coordinators"))
        self.fields["owners"].queryset = owning  # type: ignore[attr-defined]
        self.fields["coordinators"].queryset = coordinating  # type: ignore[attr-defined]
        self.fields["unit"].queryset = office.units.all()  # type: ignore[attr-defined]

    @staticmethod
    def values_of(row: Indicator) -> dict[str, Any]:
        return {
            "owners": [person.pk for person in row.owners.all()],
            "coordinators": [person.pk for person in row.coordinators.all()],
            "unit": row.unit_id,
        }


class OwnersForm(PlainForm):
    rows: Any = forms.ModelMultipleChoiceField(
        label=_("Rows"),
        queryset=None,
        error_messages={"required": _("Tick at least one row.")},
    )
    owners: Any = forms.ModelMultipleChoiceField(
        label=_("Owners"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rows"].queryset = plan.indicators.all()  # type: ignore[attr-defined]
        self.fields["owners"].queryset = _people_who(OFFER, plan.office)  # type: ignore[attr-defined]


class BindForm(PlainForm):
    """For every measure: whether it feeds the row, and how much is asked of it each month."""

    def __init__(self, *args: Any, offered: list[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        for each in offered:
            name, target = each.measure.key, as_target(each.target)
            self.fields[f"bind_{name}"] = forms.BooleanField(
                label=str(each.measure.label), required=False, initial=each.is_bound
            )
            self.fields[f"target_{name}"] = forms.DecimalField(
                label=_("At least"), max_digits=9, decimal_places=2, required=False, initial=target
            )

    def rows(self) -> list[tuple[Offered, Any, Any]]:
        """What is offered with its two fields, for the page."""
        names = [(each, each.measure.key) for each in self.offered]
        return [(each, self[f"bind_{name}"], self[f"target_{name}"]) for each, name in names]

    def targets(self) -> dict[str, Decimal]:
        """Targets of the ticked measures; an empty one is that of the measure itself."""
        found: dict[str, Decimal] = {}
        for each in self.offered:
            name = each.measure.key
            if self.cleaned_data[f"bind_{name}"]:
                typed = self.cleaned_data[f"target_{name}"]
                found[name] = each.measure.target if typed is None else typed
        return found


class DecisionForm(PlainForm):
    """An answer to a finding; an empty choice takes the earlier one back."""

    choice = forms.ChoiceField(choices=[("", ""), *Choice.choices], required=False)
    months = forms.TypedMultipleChoiceField(
        choices=[(number, MONTHS[number]) for number in range(1, 13)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class CellForm(EditionForm):
    month = forms.IntegerField(min_value=1, max_value=12)
    ticked = forms.BooleanField(required=False)


class MoveForm(EditionForm):
    up = forms.BooleanField(required=False)
