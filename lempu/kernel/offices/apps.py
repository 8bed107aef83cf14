from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "lempu.kernel.offices"
    label = "offices"
