from django.urls import path

from lempu.kernel.files import views

app_name = "files"
urlpatterns = [
    path("unggahan/", views.uploads, name="uploads"),
    path("unggahan/<uuid:pk>/", views.upload, name="upload"),
]
