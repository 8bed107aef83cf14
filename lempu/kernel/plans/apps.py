from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "lempu.kernel.plans"
    label = "plans"
