from django.urls import URLPattern, path

from lempu.kernel.home.views.annex import annex_state
from lempu.kernel.home.views.cockpit import cockpit
from lempu.kernel.home.views.ledger import history, ledger, ledger_check, ledger_run
from lempu.kernel.home.views.matrix import matrix
from lempu.kernel.home.views.seals import public_key, seal_now, seals
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
    path("jejak/pemeriksaan/", ledger_run, name="ledger_run"),
    path("jejak/tentang/<str:subject>/", history, name="history"),
    path("jejak/segel/", seals, name="seals"),
    path("jejak/segel/buat/", seal_now, name="seal_now"),
    path("jejak/segel/kunci.pem", public_key, name="public_key"),
]
