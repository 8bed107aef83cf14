from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lempu.kernel.home"
    label = "home"
