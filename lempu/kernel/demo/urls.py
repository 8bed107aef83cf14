from django.urls import path

from lempu.kernel.demo import views

app_name = "demo"
urlpatterns = [
    path("peragaan/masuk/<int:pk>/", views.enter, name="enter"),
]
