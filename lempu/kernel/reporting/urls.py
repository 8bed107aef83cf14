from django.urls import path

from lempu.kernel.reporting import views

PERIOD = "laporan/<slug:code>/<int:year>/<slug:kind>/<int:period>/"
app_name = "reporting"
urlpatterns = [
    path("laporan/", views.index, name="index"),
    path("laporan/kop/", views.letterhead, name="letterhead"),
    path(PERIOD, views.report, name="report"),
    path(f"{PERIOD}tulis/", views.write, name="write"),
    path(f"{PERIOD}buat/", views.make, name="make"),
    path(f"{PERIOD}baris/", views.rows, name="rows"),
    path(f"{PERIOD}rekomendasi/", views.propose, name="propose"),
    path("laporan/versi/<int:pk>/", views.version, name="version"),
    path("laporan/versi/<int:pk>/berkas.<slug:ending>", views.download, name="download"),
    path("laporan/versi/<int:pk>/nomor/", views.number, name="number"),
    path("laporan/versi/<int:pk>/tanda-tangan/", views.sign, name="sign"),
    path("tindak-lanjut/", views.follow_ups, name="follow_ups"),
    path("tindak-lanjut/<int:pk>/", views.follow_up, name="follow_up"),
    path("tindak-lanjut/<int:pk>/berkas/", views.follow_up_file, name="follow_up_file"),
    path("tindak-lanjut/<int:pk>/selesai/", views.finish, name="finish"),
    path("tindak-lanjut/<int:pk>/periksa/", views.verify, name="verify"),
    path("tindak-lanjut/<int:pk>/kembalikan/", views.send_back, name="send_back"),
    path("tindak-lanjut/<int:pk>/ubah/", views.change, name="change"),
    path("tindak-lanjut/<int:pk>/tarik/", views.withdraw, name="withdraw"),
]
