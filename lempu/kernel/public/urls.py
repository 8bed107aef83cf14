from django.urls import path

from lempu.kernel.public import views

app_name = "public"
urlpatterns = [
    path("publik/<str:code>/", views.office, name="office"),
    path("publik/<str:code>/<int:year>/", views.office, name="year"),
]
