from django.urls import path

from lempu.kernel.obligations import views

app_name = "obligations"
urlpatterns = [
    path("rencana/<int:pk>/tetapkan/", views.obligation_enact, name="enact"),
    path("rencana/<int:pk>/perbedaan/", views.difference, name="difference"),
]
