from django.urls import path

from lempu.kernel.findings import views

app_name = "findings"
urlpatterns = [
    path("temuan/<int:pk>/", views.finding, name="finding"),
    path("temuan/<int:pk>/terima/", views.accept, name="accept"),
    path("temuan/<int:pk>/batal/", views.reopen, name="reopen"),
    path("temuan/aturan/", views.rules, name="rules"),
    path("temuan/aturan/<slug:rule>/", views.switch, name="switch"),
]
