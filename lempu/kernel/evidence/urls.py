from django.urls import path

from lempu.kernel.evidence import views

app_name = "evidence"
urlpatterns = [
    path("kirim-bukti/", views.send, name="send"),
    path("kewajiban/<int:pk>/", views.page, name="page"),
    path("kewajiban/<int:pk>/berkas/", views.add_files, name="add_files"),
    path("kewajiban/<int:pk>/tautan/", views.add_link, name="add_link"),
    path("kewajiban/<int:pk>/pakai-lagi/", views.reuse, name="reuse"),
    path("kewajiban/<int:pk>/meja/", views.add_record, name="add_record"),
    path("kewajiban/<int:pk>/ajukan/", views.submit, name="submit"),
    path("kewajiban/<int:pk>/nihil/", views.state_nil, name="state_nil"),
    path("kewajiban/<int:pk>/tidak-terlaksana/", views.state_undone, name="state_undone"),
    path("kewajiban/<int:pk>/tarik-kiriman/", views.take_back, name="take_back"),
    path("bukti/<int:pk>/rincian/", views.edit, name="edit"),
    path("bukti/<int:pk>/ganti/", views.replace, name="replace"),
    path("bukti/<int:pk>/tarik/", views.withdraw, name="withdraw"),
    path("bukti/versi/<int:pk>/", views.look, name="look"),
    path("bukti/versi/<int:pk>/unduh/", views.download, name="download"),
    path("bukti/versi/<int:pk>/unduh-teks/", views.searchable, name="searchable"),
    path("bukti/versi/<int:pk>/baca-lagi/", views.again, name="again"),
    path("bukti/versi/<int:pk>/kecil/", views.thumbnail, name="thumbnail"),
    path("bukti/versi/<int:pk>/lembar/<int:number>/", views.preview, name="preview"),
]
