from django.urls import URLPattern, path

from lempu.kernel.keeping import views

app_name = "keeping"
urlpatterns: list[URLPattern] = [path("cadangan/", views.backups, name="backups")]
