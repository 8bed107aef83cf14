from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "lempu.kernel.gatherings"
    label = "gatherings"
