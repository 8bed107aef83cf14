"""Every route of the product. Each name is in the access table (tests/test_access.py)."""

from django.urls import include, path

from lempu.shared import views

urlpatterns = [
    path("sehat", views.healthy, name="healthy"),
    path("siap", views.ready, name="ready"),
    path("", include("lempu.kernel.home.urls")),
    path("", include("lempu.kernel.accounts.urls")),
    path("", include("lempu.kernel.offices.urls")),
    path("", include("lempu.kernel.numbering.urls")),
    path("", include("lempu.kernel.files.urls")),
    path("", include("lempu.kernel.plans.urls")),
    path("", include("lempu.kernel.obligations.urls")),
    path("", include("lempu.kernel.evidence.urls")),
    path("", include("lempu.kernel.findings.urls")),
    path("", include("lempu.kernel.reviews.urls")),
    path("", include("lempu.kernel.scans.urls")),
    path("", include("lempu.kernel.gatherings.urls")),
    path("", include("lempu.kernel.closing.urls")),
    path("", include("lempu.kernel.oversight.urls")),
    path("", include("lempu.kernel.public.urls")),
    path("", include("lempu.kernel.reporting.urls")),
    path("", include("lempu.kernel.assessment.urls")),
    path("", include("lempu.kernel.bundles.urls")),
    path("", include("lempu.kernel.keeping.urls")),
    path("", include("lempu.kernel.search.urls")),
    path("", include("lempu.kernel.notices.urls")),
    path("", include("lempu.kernel.identity.urls")),
    path("", include("lempu.kernel.api.urls")),
    path("", include("lempu.kernel.guide.urls")),
    path("", include("lempu.kernel.demo.urls")),
    path("", include("lempu.desks.change.urls")),
]

handler400 = "lempu.shared.views.bad_request"
handler403 = "lempu.shared.views.forbidden"
handler404 = "lempu.shared.views.not_found"
handler500 = "lempu.shared.views.server_error"
