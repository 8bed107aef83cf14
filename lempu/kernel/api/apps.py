from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "lempu.kernel.api"
    label = "api"
