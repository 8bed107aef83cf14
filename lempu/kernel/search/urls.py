from django.urls import path

from lempu.kernel.search import views

app_name = "search"
urlpatterns = [path("cari/", views.find, name="find")]
