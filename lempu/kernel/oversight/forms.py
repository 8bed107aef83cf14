from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lempu.kernel.offices.models import Office
from lempu.kernel.plans.forms import PlainForm
from lempu.kernel.plans.models import Plan, PlanQuerySet


class HandDownForm(PlainForm):
    """What is handed down and to whom."""

    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.none(), empty_label=None)
    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("How the offices will know it.")
    )
    note = forms.CharField(
        label=_("Note to the offices"), widget=forms.Textarea({"rows": 3}), required=False
    )
    below = forms.ModelMultipleChoiceField(
        label=_("To whom"),
        queryset=Office.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A province stands for all its offices."),
        error_messages={"required": _("Choose at least one office below.")},
    )

    def __init__(self, *args: Any, office: Office, plans: PlanQuerySet, **rest: Any) -> None:
        super().__init__(*args, **rest)
        choice: Any = self.fields["plan"]
        choice.queryset = plans
        choice.label_from_instance = _plan_words
        below: Any = self.fields["below"]
        below.queryset = Office.objects.filter(parent=office).order_by("path")
        below.to_field_name = "code"


def _plan_words(plan: Plan) -> str:
    return _("%(year)s, %(state)s, made from: %(origin)s") % {
        "year": str(plan.year),
        "state": plan.get_state_display(),
        "origin": plan.get_origin_display(),
    }
