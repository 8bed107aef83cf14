from django.urls import URLPattern, path

from lempu.kernel.home.views.annex import annex_state
from lempu.kernel.home.views.cockpit import cockpit
from lempu.kernel.home.views.ledger import ledger, ledger_check
from lempu.kernel.home.views.matrix import matrix
from lempu.kernel.home.views.start import more, start
from lempu.kernel.home.views.today import today

app_name = "home"
urlpatterns: list[URLPattern] = [
    path("", start, name="start"),
    path("lainnya/", more, name="more"),
    path("hari-ini/", today, name="today"),
    path("matriks/", matrix, name="matrix"),
    path("matriks/<int:year>/", matrix, name="matrix"),
    path("matriks/<int:pk>/keadaan.<str:ending>", annex_state, name="annex_state"),
    path("kokpit/", cockpit, name="cockpit"),
    path("jejak/", ledger, name="ledger"),
    path("jejak/periksa/", ledger_check, name="ledger_check"),
]
