"""What an office demands, and helping somebody who lost their second step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lempu.kernel.identity import selectors
from lempu.kernel.identity.enums import Perm
from lempu.kernel.identity.forms import RulesForm
from lempu.kernel.identity.services import keys
from lempu.kernel.identity.services import rules as services
from lempu.kernel.identity.services.sessions import look_again
from lempu.kernel.offices.enums import Perm as OfficePerm
from lempu.kernel.offices.models import Membership
from lempu.shared.errors import DomainError
from lempu.shared.http import Request, answer, require_perm


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: Request) -> HttpResponse:
    require_perm(request.user, Perm.MANAGE, request.office)
    kept = selectors.rules_of(request.office)
    initial = {name: getattr(kept, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_rules(office=request.office, actor=request.user, **form.cleaned_data)
        look_again(request.session)
        messages.success(request, _("Saved."))
        return redirect("identity:rules")
    return answer(request, "identity/rules.html", {"office": request.office}, form=form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_keys(request: Request, pk: int) -> HttpResponse:
    """Somebody lost their phone: an administrator removes their second steps."""
    rows = Membership.objects.visible_to(request.user).for_listing()
    membership = get_object_or_404(rows, pk=pk)
    require_perm(request.user, OfficePerm.MANAGE_PEOPLE, membership)
    context = {"membership": membership, "holdings": selectors.holdings_of(membership.user)}
    if request.method != "POST":
        return render(request, "identity/take_keys.html", context)
    try:
        keys.take_keys(membership=membership, actor=request.user)
    except DomainError as refusal:
        return render(
            request, "identity/take_keys.html", context | {"refusal": refusal}, status=422
        )
    messages.success(request, _("The second steps are removed."))
    return redirect("offices:membership", pk)
