from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "lempu.kernel.keeping"
    label = "keeping"
