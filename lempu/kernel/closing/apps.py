from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "lempu.kernel.closing"
    label = "closing"
