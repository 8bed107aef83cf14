from django.urls import URLPattern, path

from lempu.kernel.bundles import views

app_name = "bundles"
urlpatterns: list[URLPattern] = [
    path("berkas-bukti/", views.index, name="index"),
    path("berkas-bukti/buat/", views.ask, name="ask"),
    path("berkas-bukti/<int:pk>/unduh/", views.download, name="download"),
    path("bukti/versi/<int:pk>/bukti-tunggal/", views.proof, name="proof"),
    path("bukti/versi/<int:pk>/bukti-tunggal/unduh/", views.proof_file, name="proof_file"),
]
