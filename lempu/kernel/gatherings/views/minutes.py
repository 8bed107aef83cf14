"""Minutes, and the follow-ups they give."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.gatherings import selectors, services
from lempu.kernel.gatherings.enums import Perm
from lempu.kernel.gatherings.forms import DoneForm, MinutesForm, ReasonForm, TaskForm
from lempu.kernel.gatherings.models import Task
from lempu.kernel.gatherings.views import find, of_gathering
from lempu.shared.http import Request, answer, errors_to, may, page_of, require_perm
from lempu.shared.periods import today


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, pk: int) -> HttpResponse:
    row = find(request, pk, Perm.ORGANISE)
    start = {name: getattr(row, name) for name in ("edition", "chair", "course", "decisions")}
    form = MinutesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.write_minutes(gathering=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The minutes are kept."))
            return redirect("gatherings:gathering", row.pk)
    return answer(request, "gatherings/minutes.html", {"gathering": row}, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: Request, pk: int) -> HttpResponse:
    """Give a follow-up; also after the gathering is closed."""
    row = find(request, pk, Perm.ORGANISE)
    form = TaskForm(request.POST or None, office=row.office)
    if request.method == "POST" and form.is_valid():
        with errors_to(form):
            services.give_task(gathering=row, actor=request.user, **form.cleaned_data)
            messages.success(
                request, _("Given. It stands on the page Hari ini of whoever sees to it.")
            )
            return redirect("gatherings:gathering", row.pk)
    context = {
        "gathering": row,
        "title": _("Follow-up"),
        "words": _("What is to be done, who sees to it, and until when."),
        "button": _("Give the follow-up"),
    }
    return answer(request, "gatherings/form.html", context, form=form)


@require_safe
def tasks(request: Request) -> HttpResponse:
    """Follow-ups of all gatherings of the office."""
    office = request.office
    require_perm(request.user, Perm.VIEW, office)
    finished = request.GET.get("selesai") == "1"
    context = {
        "page": page_of(request, selectors.tasks_of(office, finished=finished)),
        "finished": finished,
        "day": today(office.timezone),
    }
    return answer(request, "gatherings/tasks.html", context)


@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    return _show(request, _find(request, pk, Perm.VIEW))


@require_POST
def finish(request: Request, pk: int) -> HttpResponse:
    """Whoever sees to it says what was done; so may the organisers."""
    row = _find(request, pk, Perm.VIEW)
    if row.owner_id != request.user.pk:
        require_perm(request.user, Perm.ORGANISE, row)
    form = DoneForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.finish_task(task=row, actor=request.user, note=form.cleaned_data["note"])
            messages.success(request, _("Done. Somebody else may check it."))
            return redirect("gatherings:task", row.pk)
    return _show(request, row, done_form=form)


@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk, Perm.ORGANISE)
    services.check_task(task=row, actor=request.user)
    messages.success(request, _("Checked."))
    return redirect("gatherings:task", row.pk)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk, Perm.ORGANISE)
    form = ReasonForm(request.POST)
    if form.is_valid():
        with errors_to(form):
            services.drop_task(task=row, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Taken back."))
            return redirect("gatherings:task", row.pk)
    return _show(request, row, drop_form=form)


def _find(request: Request, pk: int, permission: str) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("owner", "done_by", "checked_by")
    row: Task = of_gathering(request, rows, pk, permission)
    return row


def _show(
    request: Request,
    row: Task,
    *,
    done_form: DoneForm | None = None,
    drop_form: ReasonForm | None = None,
) -> HttpResponse:
    organises = may(request.user, Perm.ORGANISE, row)
    context = {
        "task": row,
        "may_finish": row.is_open and (organises or row.owner_id == request.user.pk),
        "may_check": organises
        and row.state == "done"
        and request.user.pk not in (row.owner_id, row.done_by_id),
        "may_drop": organises and row.is_open,
        "day": today(row.office.timezone),
        "done_form": done_form or DoneForm(),
        "drop_form": drop_form or ReasonForm(),
    }
    return answer(request, "gatherings/task.html", context, form=done_form or drop_form)
