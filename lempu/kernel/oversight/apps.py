from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "lempu.kernel.oversight"
    label = "oversight"
