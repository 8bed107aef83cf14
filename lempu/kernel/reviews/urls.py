from django.urls import path

from lempu.kernel.reviews import views

app_name = "reviews"
urlpatterns = [
    path("verifikasi/", views.queue, name="queue"),
    path("verifikasi/<int:pk>/", views.item, name="item"),
    path("verifikasi/<int:pk>/putusan/", views.decide, name="decide"),
    path("verifikasi/putusan/<int:pk>/urungkan/", views.undo, name="undo"),
]
