"""What the office sets: when it reminds; and what became of its mail."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lempu.kernel.notices.enums import Perm
from lempu.kernel.notices.forms import RulesForm
from lempu.kernel.notices.models import Mail
from lempu.kernel.notices.selectors.wishes import rules_of
from lempu.kernel.notices.services import outbox, wishes
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, page_of, require_perm


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: Request) -> HttpResponse:
    require_perm(request.user, Perm.MANAGE, request.office)
    kept = rules_of(request.office)
    initial = {name: getattr(kept, name) for name in RulesForm.base_fields}
    initial["days_before"] = ", ".join(str(step) for step in kept.days_before)
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wishes.change_rules(office=request.office, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices:rules")
    context = {"office": request.office, "mail_is_on": settings.MAIL_ON}
    return answer(request, "notices/rules.html", context, form=form)


@require_safe
def mails(request: Request) -> HttpResponse:
    """Mail of the office that did not go out; its words are not shown, since they are private."""
    require_perm(request.user, Perm.MANAGE, request.office)
    rows = Mail.objects.visible_to(request.user).filter(office=request.office)
    context = {
        "page": page_of(request, rows.troubled().for_listing()),
        "waiting": rows.waiting().count(),
        "sent": rows.sent_since(timezone.now() - dt.timedelta(days=7)).count(),
        "mail_is_on": settings.MAIL_ON,
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "notices/mails.html", context)


@require_POST
def mail_again(request: Request, pk: int) -> HttpResponse:
    rows = Mail.objects.visible_to(request.user).select_related("office")
    mail = get_object_or_404(rows, pk=pk)
    require_perm(request.user, Perm.MANAGE, mail.office)
    try:
        outbox.send_again(mail=mail, actor=request.user)
        messages.success(request, _("The mail waits to be sent again."))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("notices:mails")


@require_POST
def mail_test(request: Request) -> HttpResponse:
    """A mail to oneself, to see whether the server takes it."""
    require_perm(request.user, Perm.MANAGE, request.office)
    if not request.user.email:
        messages.error(request, _("You have no e-mail address. Add it in People and roles."))
        return redirect("notices:mails")
    outbox.post(
        key=f"test:{request.user.pk}:{timezone.now():%Y-%m-%dT%H:%M}",
        user=request.user,
        office=request.office,
        to=request.user.email,
        subject=_("Trial mail from Lempu"),
        text=_("The mail server takes the mail of %(office)s.") % {"office": request.office.name},
    )
    messages.success(request, _("A trial mail to you waits to be sent. Look here in a minute."))
    return redirect("notices:mails")
