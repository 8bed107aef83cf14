from django.urls import path

from lempu.kernel.numbering import views

app_name = "numbering"
urlpatterns = [
    path("nomor/", views.register, name="register"),
    path("nomor/ambil/", views.take, name="take"),
    path("nomor/celah/", views.gaps, name="gaps"),
    path("nomor/pola/", views.ways, name="ways"),
    path("nomor/<int:pk>/", views.number, name="number"),
    path("nomor/<int:pk>/terbit/", views.issue, name="issue"),
    path("nomor/<int:pk>/batal/", views.void, name="void"),
]
