from django.urls import URLPattern, path

from lempu.kernel.closing import views

app_name = "closing"
urlpatterns: list[URLPattern] = [
    path("bulan/<int:pk>/<int:number>/tutup/", views.month, name="month"),
]
