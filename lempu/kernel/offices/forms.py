"""What an administrator types about people and the office, and a person about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lempu.kernel.accounts.enums import Theme
from lempu.kernel.accounts.models import User
from lempu.kernel.offices import selectors
from lempu.kernel.offices.enums import DueShift, Level, Role
from lempu.kernel.offices.models import Office, Unit
from lempu.kernel.offices.services import Handover
from lempu.shared.periods import today

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}
CHECK = {"class": "form-check-input"}


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput({**TEXT, **attrs})


def _day() -> forms.DateInput:
    return forms.DateInput({**TEXT, "type": "date"}, "%Y-%m-%d")


class MembershipForm(forms.Form):
    """Where in the office a person works and what they coordinate."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Sub-division"),
        required=False,
        widget=forms.Select(SELECT),
    )
    position = forms.CharField(
        label=_("Position"), max_length=120, required=False, widget=_text(list="positions")
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas"),
        help_text=_("For coordinators: the areas of change they look after."),
        required=False,
        widget=forms.CheckboxSelectMultiple(CHECK),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = selectors.position_choices(office.level)
        unit, areas = self.fields["unit"], self.fields["areas"]
        unit.queryset = office.units.all()  # type: ignore[attr-defined]
        unit.empty_label = _("No sub-division")  # type: ignore[attr-defined]
        areas.choices = selectors.area_choices()  # type: ignore[attr-defined]


class RoleForm(MembershipForm):
    """A role to be given: the fields of the membership and its dates."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *Role.choices],
        widget=forms.Select(SELECT),
    )
    starts_on = forms.DateField(label=_("First day"), initial=today, widget=_day())
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave it empty when no end is known."),
        required=False,
        widget=_day(),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class PersonForm(RoleForm):
    """Somebody who has no account yet, with their first role, from today."""

    starts_on = None  # type: ignore[assignment]
    ends_on = None  # type: ignore[assignment]
    name = forms.CharField(label=_("Name"), max_length=120, widget=_text(autocomplete="off"))
    username = forms.RegexField(
        r"^[\w.@+-]+$",
        label=_("User name"),
        help_text=_("For instance the employee number (NIP). Letters, digits and . - _ @ only."),
        max_length=60,
        widget=_text(autocomplete="off", autocapitalize="none", spellcheck="false"),
        error_messages={"invalid": _("Use letters, digits and . - _ @ only, without blanks.")},
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput({**TEXT, "autocomplete": "off"})
    )
    field_order = ["name", "username", "email", "role", "unit", "position", "areas"]

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        return User.normalize_username(username).lower()


class ExistingPersonForm(RoleForm):
    """Somebody who has an account already, in this office or another."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("Exactly as the person signs in. Ask them for it."),
        max_length=60,
        widget=_text(autocomplete="off", autocapitalize="none", spellcheck="false"),
    )
    field_order = ["username", "role", "unit", "position", "areas"]

    def clean_username(self) -> str:
        """Sets ``person``; refuses a name that nobody has."""
        username: str = self.cleaned_data["username"]
        self.person = User.objects.filter(username__iexact=username.strip()).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody has this user name. Check the spelling, or add the person as new."),
                code="nobody",
            )
        return username


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For instance: moved to another office, retired, task handed over."),
        max_length=200,
        widget=_text(),
    )


class HandOverForm(forms.Form):
    """Who takes over what: one field for all, and one for each duty."""

    heir = forms.ChoiceField(
        label=_("Who takes everything over"),
        help_text=_("Below you can choose somebody else for single duties."),
        required=False,
        widget=forms.Select(SELECT),
    )

    def __init__(
        self, *args: Any, heaps: list[selectors.Heap], people: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.heaps = heaps
        self.fields["heir"].choices = [("", _("Not chosen yet")), *people]  # type: ignore[attr-defined]
        choices = [("", _("As chosen above")), *people]
        for heap in heaps:
            for duty in heap.open:
                self.fields[f"to-{heap.name_of(duty)}"] = forms.ChoiceField(
                    label=duty.title,
                    choices=choices,
                    required=False,
                    widget=forms.Select(SELECT),
                )

    @cached_property
    def groups(self) -> list[tuple[selectors.Heap, list[tuple[Any, Any]]]]:
        """Each kind with its duties and their fields; None for what stays with others."""
        return [
            (
                heap,
                [
                    (duty, None if duty.stays_with else self[f"to-{heap.name_of(duty)}"])
                    for duty in heap.duties
                ],
            )
            for heap in self.heaps
        ]

    @property
    def handover(self) -> Handover:
        data = self.cleaned_data
        picked = {
            name.removeprefix("to-"): key
            for name, key in data.items()
            if name.startswith("to-") and key
        }
        found = {
            str(user.pk): user
            for user in User.objects.filter(pk__in=[*picked.values(), data["heir"] or 0])
        }
        return Handover(
            heir=found.get(data["heir"]),
            choices={name: found[key] for name, key in picked.items()},
            later=data.get("later", False),
        )


class LeaveForm(HandOverForm):
    """When a person leaves, why, and who takes over."""

    AT_ONCE, ON_A_DAY = "at_once", "on_a_day"
    when = forms.ChoiceField(
        label=_("When the access ends"),
        choices=[(AT_ONCE, _("At once")), (ON_A_DAY, _("After a last day"))],
        initial=AT_ONCE,
        widget=forms.RadioSelect(CHECK),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("Until then the person works as before. The duties pass on the day after."),
        required=False,
        widget=_day(),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For instance: transfer to KPU Kota Palopo, retirement, end of contract."),
        max_length=200,
        widget=_text(),
    )
    later = forms.BooleanField(
        label=_("What nobody takes over is handed over later"),
        help_text=_(
            "For when access must end before that is settled. It stays on the list until then."
        ),
        required=False,
        widget=forms.CheckboxInput(CHECK),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("when") == self.ON_A_DAY and not data.get("last_day"):
            if "last_day" not in self.errors:
                self.add_error("last_day", _("Give the last day."))
        elif data.get("when") == self.AT_ONCE:
            data["last_day"] = None
        return data


class DelegationForm(forms.Form):
    """Who stands in, from when until when, for everything or what is chosen."""

    ALL, CHOSEN = "all", "chosen"
    delegate = forms.ChoiceField(label=_("Who stands in"), widget=forms.Select(SELECT))
    starts_on = forms.DateField(label=_("First day"), initial=today, widget=_day())
    ends_on = forms.DateField(
        label=_("Last day"), help_text=_("It ends by itself after this day."), widget=_day()
    )
    scope = forms.ChoiceField(
        label=_("Which duties"),
        choices=[(ALL, _("All, new ones too")), (CHOSEN, _("Only those chosen below"))],
        initial=ALL,
        widget=forms.RadioSelect(CHECK),
    )
    duties = forms.MultipleChoiceField(
        label=_("Duties"), required=False, widget=forms.CheckboxSelectMultiple(CHECK)
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For instance: annual leave, training, official travel."),
        max_length=200,
        required=False,
        widget=_text(),
    )

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        offered: list[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delegate"].choices = [("", _("Choose a colleague")), *people]  # type: ignore[attr-defined]
        self.fields["duties"].choices = [row for _label, rows in offered for row in rows]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What ``services.delegate`` takes."""
        data = self.cleaned_data
        chosen = None if data["scope"] == self.ALL else data["duties"]
        return {
            "delegate": User.objects.get(pk=data["delegate"]),
            "duties": chosen,
            **{name: data[name] for name in ("starts_on", "ends_on", "reason")},
        }


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=_text(autocomplete="off"))
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(TEXT))


class OfficeForm(forms.Form):
    """The choices of an office, each with what it means and its default."""

    due_shift = forms.ChoiceField(
        label=_("Due date on a day off"),
        help_text=_(
            "Where a due date goes that falls on a weekend or a public holiday. "
            "Usual: the next working day. Holds for plans enacted from now on."
        ),
        choices=DueShift.choices,
        widget=forms.RadioSelect(CHECK),
    )
    joint_leave_is_working = forms.BooleanField(
        label=_("Joint leave (cuti bersama) counts as working days"),
        help_text=_("Usual: no, joint leave is a day off."),
        required=False,
        widget=forms.CheckboxInput(CHECK),
    )
    close_after_days = forms.IntegerField(
        label=_("Days until a month should be closed"),
        help_text=_("Counted from the end of the month. Usual: 30."),
        min_value=0,
        max_value=120,
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )
    undo_seconds = forms.IntegerField(
        label=_("Seconds in which a reviewer can undo a decision"),
        help_text=_("The decision is written after that. Usual: 10; 0 writes at once."),
        min_value=0,
        max_value=60,
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )
    has_public_page = forms.BooleanField(
        label=_("Public page"),
        help_text=_(
            "Everybody can read, without an account, the decree, the programmes and how much of them "
            "is done, as numbers only. Usual: yes."
        ),
        required=False,
        widget=forms.CheckboxInput(CHECK),
    )


class DayOffForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=_day())
    name = forms.CharField(
        label=_("Name"),
        help_text=_("For instance: anniversary of the regency."),
        max_length=160,
        widget=_text(),
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        help_text=_("The decree or circular that sets the day, with its number."),
        max_length=200,
        widget=_text(),
    )


class MoveForm(forms.Form):
    office: Any = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), widget=forms.Select(SELECT)
    )
    province: Any = forms.ModelChoiceField(
        Office.objects.none(), label=_("New province"), widget=forms.Select(SELECT)
    )
    basis = forms.CharField(
        label=_("Legal basis"),
        help_text=_("The law or decree, for instance: UU 29/2022."),
        max_length=200,
        widget=_text(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Office.objects.order_by("path")
        self.fields["office"].queryset = rows.filter(level=Level.REGENCY)  # type: ignore[attr-defined]
        self.fields["province"].queryset = rows.filter(level=Level.PROVINCE)  # type: ignore[attr-defined]


class UnitForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=160, widget=_text())
    short_name = forms.CharField(
        label=_("Short name"),
        help_text=_("As it stands in lists and filters."),
        max_length=60,
        widget=_text(),
    )


class AppearanceForm(forms.Form):
    """How screens look and speak for one person."""

    theme = forms.ChoiceField(
        label=_("Appearance"), choices=Theme.choices, widget=forms.RadioSelect(CHECK)
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect(CHECK)
    )
