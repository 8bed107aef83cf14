from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "lempu.kernel.numbering"
    label = "numbering"
