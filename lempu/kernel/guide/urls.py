from django.urls import path

from lempu.kernel.guide import views

app_name = "guide"
urlpatterns = [
    path("panduan/", views.page, name="index"),
    path("panduan/gambar/<str:name>", views.picture, name="picture"),
    path("panduan/<slug:name>/", views.page, name="page"),
]
