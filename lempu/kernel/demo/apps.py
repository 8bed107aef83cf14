from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lempu.kernel.demo"
    label = "demo"
