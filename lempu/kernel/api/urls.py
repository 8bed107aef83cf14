from django.urls import include, path

from lempu.kernel.api.views import endpoints, tokens

app_name = "api"
urlpatterns = [
    path("akun/akses-program/", tokens.tokens, name="tokens"),
    path("akun/akses-program/<int:pk>/cabut/", tokens.revoke, name="revoke"),
    path("api/v1/", include(endpoints.patterns)),
]
