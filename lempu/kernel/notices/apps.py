from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lempu.kernel.notices"
    label = "notices"
