from django.urls import path

from lempu.kernel.scans import views

app_name = "scans"
urlpatterns = [
    path("pindaian/", views.tray, name="tray"),
    path("pindaian/<int:pk>/", views.scan, name="scan"),
    path("pindaian/<int:pk>/gambar/", views.preview, name="preview"),
    path("pindaian/<int:pk>/simpan/", views.place, name="place"),
    path("pindaian/<int:pk>/sisihkan/", views.aside, name="aside"),
    path("kewajiban/<int:pk>/lembar-sampul/", views.print_sheet, name="print"),
]
