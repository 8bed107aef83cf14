from django.apps import AppConfig


class ScansConfig(AppConfig):
    name = "lempu.kernel.scans"
    label = "scans"
