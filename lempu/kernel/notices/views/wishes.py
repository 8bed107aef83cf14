"""How a person is reminded, and the end of a mail nobody wants."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lempu.kernel.notices.enums import Frequency, Weekday
from lempu.kernel.notices.forms import AS_OFFICE, WishForm
from lempu.kernel.notices.models import Rules
from lempu.kernel.notices.selectors.wishes import preference_of, rules_of
from lempu.kernel.notices.services import wishes as services
from lempu.kernel.notices.services.digests import STOP_SALT
from lempu.shared.http import Request, answer


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: Request) -> HttpResponse:
    kept = preference_of(request.user)
    initial: dict[str, Any] = {name: getattr(kept, name) for name in WishForm.base_fields}
    initial |= {name: AS_OFFICE for name, value in initial.items() if value in ("", None)}
    rules = rules_of(request.office) if request.office else Rules()
    form = WishForm(request.POST or None, initial=initial, usual=_usual(rules))
    if request.method == "POST" and form.is_valid():
        services.choose(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notices:wishes")
    return answer(request, "notices/wishes.html", {"mail_is_on": settings.MAIL_ON}, form=form)


def _usual(rules: Rules) -> tuple[str, str, str]:
    return (
        str(Frequency(rules.frequency).label).lower(),
        f"{rules.hour:02}.00",
        str(Weekday(rules.weekday).label),
    )


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Switch one's mail off from a mail, without signing in (RFC 8058).

    The signed address is the authority, so a mail program may post here without a cookie.
    """
    try:
        user_id = int(signing.loads(token, salt=STOP_SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404 from error
    if request.method == "POST":
        services.stop_mail(user_id=user_id)
    return render(request, "notices/stop.html", {"is_done": request.method == "POST"})
