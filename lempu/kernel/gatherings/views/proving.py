"""Closing a gathering, and the obligations it serves."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lempu.kernel.gatherings import selectors, services
from lempu.kernel.gatherings.enums import Perm
from lempu.kernel.gatherings.forms import ServeForm
from lempu.kernel.gatherings.views import find
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kind_label
from lempu.shared.http import Request, answer, errors_to


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, pk: int) -> HttpResponse:
    """What the complete set will hold, then close."""
    row = find(request, pk, Perm.ORGANISE)
    form = Form(request.POST or None)
    if request.method == "POST":
        form = Form(request.POST)
        form.is_valid()
        with errors_to(form):
            services.close_gathering(gathering=row, actor=request.user)
            messages.success(request, _("Closed. The papers are made; choose what they prove."))
            return redirect("gatherings:serve", row.pk)
    whole = selectors.whole_of(row)
    context = {
        "gathering": row,
        "whole": whole,
        "parts": [(kind_label(kind), there) for kind, there in whole.parts],
    }
    return answer(request, "gatherings/close.html", context, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: Request, pk: int) -> HttpResponse:
    """Choose the obligations of the month whose proof the papers are."""
    row = find(request, pk, Perm.ORGANISE)
    kinds = set(row.papers.values_list("kind", flat=True))
    choices = selectors.choices_for(request.user, row, kinds)
    likely = [each.obligation.pk for each in choices]
    rows = Obligation.objects.visible_to(request.user).filter(pk__in=likely)
    form = ServeForm(request.POST or None, rows=rows.for_listing())
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            chosen = form.cleaned_data["rows"].prefetch_related("indicator__owners")
            count = services.serve(gathering=row, actor=request.user, obligations=chosen)
            words = ngettext(
                "Offered to %(count)s obligation. Look at it there and submit it.",
                "Offered to %(count)s obligations. Look at them there and submit them.",
                count,
            )
            messages.success(request, words % {"count": count})
            return redirect("gatherings:gathering", row.pk)
    context = {
        "gathering": row,
        "choices": [
            (each, ", ".join(str(kind_label(kind)) for kind in each.kinds)) for each in choices
        ],
        "chosen": set(request.POST.getlist("rows")),
        "serves": selectors.serves(row),
    }
    return answer(request, "gatherings/serve.html", context, form=form)
