from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "lempu.kernel.guide"
    label = "guide"
