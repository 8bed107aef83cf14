from django.urls import path

from lempu.desks.change import views

app_name = "change"
urlpatterns = [
    path("meja/perubahan/", views.desk, name="desk"),
    path("meja/perubahan/tim/", views.team, name="team"),
    path("meja/perubahan/rapat/", views.meeting, name="meeting"),
    path("meja/perubahan/titik/", views.point, name="point"),
    path("meja/perubahan/titik/<int:pk>/", views.show, name="show"),
    path("meja/perubahan/titik/<int:pk>/foto/", views.photo, name="photo"),
    path("meja/perubahan/penjelasan/", views.explain, name="explain"),
    path("meja/perubahan/sosial/", views.post, name="post"),
    path("meja/perubahan/sosial/<int:pk>/", views.figures, name="figures"),
    path("meja/perubahan/sosial/<int:pk>/gambar/", views.picture, name="picture"),
    path("meja/perubahan/disiplin/", views.discipline, name="discipline"),
    path("meja/perubahan/pakta/", views.pledge, name="pledge"),
    path("meja/perubahan/pakta/naskah/", views.pledge_text, name="pledge_text"),
]
