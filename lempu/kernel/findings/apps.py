from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "lempu.kernel.findings"
    label = "findings"
