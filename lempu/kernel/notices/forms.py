from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.notices.enums import Frequency, Weekday

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}
CHECK = {"class": "form-check-input"}
HOURS = [(hour, f"{hour:02}.00") for hour in range(5, 21)]
MOST_STEPS, FURTHEST = 5, 60


#: The choice that follows the office, whatever it is then.
AS_OFFICE = "office"


def _number(value: str) -> int | None:
    return None if value == AS_OFFICE else int(value)


class WishForm(forms.Form):
    """How one person is reminded; AS_OFFICE comes out as an empty choice (``""``, None)."""

    mail_on = forms.BooleanField(
        label=_("Write to me by e-mail"), required=False, widget=forms.CheckboxInput(CHECK)
    )
    frequency = forms.ChoiceField(label=_("Summary of my work"), widget=forms.RadioSelect(CHECK))
    hour = forms.TypedChoiceField(
        label=_("Hour"),
        help_text=_("On the clock of the office. Nothing is sent on days off."),
        coerce=_number,
        widget=forms.Select(SELECT),
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly summary"),
        help_text=_("If that is a day off, the next working day."),
        coerce=_number,
        widget=forms.Select(SELECT),
    )
    reminders = forms.BooleanField(
        label=_("Also on the days on which something of mine is due soon or late"),
        required=False,
        widget=forms.CheckboxInput(CHECK),
    )
    escalations = forms.BooleanField(
        label=_("Also when somebody in the rows I look after is late"),
        help_text=_("For coordinators and leaders."),
        required=False,
        widget=forms.CheckboxInput(CHECK),
    )

    def __init__(self, *args: Any, usual: tuple[str, str, str], **kwargs: Any) -> None:
        """``usual`` is what the office does: frequency, hour and weekday in words."""
        super().__init__(*args, **kwargs)
        choices: tuple[list[tuple[Any, Any]], ...] = (
            list(Frequency.choices),
            list(HOURS),
            list(Weekday.choices),
        )
        for name, words, known in zip(
            ("frequency", "hour", "weekday"), usual, choices, strict=True
        ):
            as_office = _("As usual in the office (%(usual)s)") % {"usual": words}
            self.fields[name].choices = [(AS_OFFICE, as_office), *known]  # type: ignore[attr-defined]

    def clean_frequency(self) -> str:
        chosen: str = self.cleaned_data["frequency"]
        return "" if chosen == AS_OFFICE else chosen


class RulesForm(forms.Form):
    """When an office reminds, each with its default."""

    frequency = forms.ChoiceField(
        label=_("Summary by e-mail"),
        help_text=_("For everybody who has not chosen otherwise. Usual: every working day."),
        choices=Frequency.choices,
        widget=forms.RadioSelect(CHECK),
    )
    hour = forms.TypedChoiceField(
        label=_("Hour"),
        help_text=_("On the clock of the office. Usual: 07.00."),
        choices=HOURS,
        coerce=int,
        widget=forms.Select(SELECT),
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly summary"),
        help_text=_("Usual: Monday; the next working day if that is a day off."),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.Select(SELECT),
    )
    days_before = forms.CharField(
        label=_("Remind so many working days before something is due"),
        help_text=_("Up to five numbers with commas; 0 is the day itself. Usual: 7, 2, 0."),
        max_length=40,
        required=False,
        widget=forms.TextInput({**TEXT, "inputmode": "text", "autocomplete": "off"}),
    )
    late_coordinator = forms.IntegerField(
        label=_("Tell the coordinator after so many working days"),
        help_text=_("Counted from the due date. Usual: 3; 0 is never."),
        min_value=0,
        max_value=FURTHEST,
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )
    late_leader = forms.IntegerField(
        label=_("Tell the leader after so many working days"),
        help_text=_("Counted from the due date. Usual: 7; 0 is never."),
        min_value=0,
        max_value=FURTHEST,
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )

    def clean_days_before(self) -> list[int]:
        """The steps, furthest first; refuses what is no number from 0 to 60 (``not_days``)."""
        words = [word.strip() for word in self.cleaned_data["days_before"].split(",")]
        given = [word for word in words if word]
        if len(given) > MOST_STEPS or not all(_is_step(word) for word in given):
            raise forms.ValidationError(
                _("Write up to five whole numbers from 0 to 60, with commas: 7, 2, 0."),
                code="not_days",
            )
        return sorted({int(word) for word in given}, reverse=True)

    def clean(self) -> dict[str, Any]:
        """Refuses a leader told before the coordinator (``leader_first``)."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = cleaned.get("late_coordinator"), cleaned.get("late_leader")
        if first and second and second < first:
            self.add_error(
                "late_leader",
                forms.ValidationError(
                    _("The leader is told after the coordinator, not before."), code="leader_first"
                ),
            )
        return cleaned


def _is_step(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 3 and int(word) <= FURTHEST
