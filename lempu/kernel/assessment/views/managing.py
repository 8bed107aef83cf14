"""What the coordinator settles: stages others decide, dates of the year, open choices of the sheet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lempu.kernel.assessment import services
from lempu.kernel.assessment.enums import LATER, Perm, Stage
from lempu.kernel.assessment.forms import ChoicesForm, StageForm, WindowForm
from lempu.kernel.assessment.selectors import pages
from lempu.kernel.assessment.views.finding import found
from lempu.shared.http import Request, answer, errors_to


@require_http_methods(["GET", "HEAD", "POST"])
def stages(request: Request, pk: int) -> HttpResponse:
    """Record what was decided outside Lempu after the proposal."""
    row = found(request, Perm.MANAGE, pk)
    form = StageForm(request.POST or None, assessment=row)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with errors_to(form):
            services.record_stage(
                assessment=row, actor=request.user, **{**said, "stage": Stage(said["stage"])}
            )
            messages.success(request, _("Recorded."))
            return redirect("assessment:page", row.pk)
    context = {
        "assessment": row,
        "later": LATER.get(Stage(row.stage), ()),
        "windows": pages.windows(row),
        "window_form": WindowForm(),
    }
    return answer(request, "assessment/stages.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def window(request: Request, pk: int) -> HttpResponse:
    """Say when a stage opens and closes."""
    row = found(request, Perm.MANAGE, pk)
    form = WindowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with errors_to(form):
            services.set_window(
                assessment=row,
                actor=request.user,
                stage=Stage(said["window"]),
                opens_on=said["opens_on"],
                closes_on=said["closes_on"],
            )
            messages.success(request, _("Saved."))
            return redirect("assessment:stages", row.pk)
    return answer(request, "assessment/window.html", {"assessment": row}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: Request, pk: int) -> HttpResponse:
    """Settle what the rules leave open."""
    row = found(request, Perm.MANAGE, pk)
    form = ChoicesForm(request.POST or None, assessment=row)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.set_choices(assessment=row, actor=request.user, choices=form.choices())
            messages.success(request, _("Saved."))
            return redirect("assessment:page", row.pk)
    return answer(request, "assessment/choices.html", {"assessment": row}, form=form)
