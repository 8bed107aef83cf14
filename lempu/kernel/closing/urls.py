from django.urls import URLPattern, path

from lempu.kernel.closing.views import desk, months

app_name = "closing"
urlpatterns: list[URLPattern] = [
    path("bulan/<int:pk>/<int:number>/tutup/", months.month, name="month"),
    path("bulan/<int:pk>/<int:number>/capaian/", desk.month, name="desk"),
    path("bulan/<int:pk>/<int:number>/capaian/ambil/", desk.take, name="take"),
    path("capaian/<int:pk>/", desk.reading, name="reading"),
    path("kewajiban/<int:pk>/laporan-meja/", desk.report, name="desk_report"),
    path("kewajiban/<int:pk>/laporan-meja/perbarui/", desk.renew, name="renew"),
]
