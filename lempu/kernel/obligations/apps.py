from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "lempu.kernel.obligations"
    label = "obligations"
