from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlansConfig(AppConfig):
    name = "lempu.kernel.plans"
    label = "plans"

    def ready(self) -> None:
        autodiscover_modules("checks")
        autodiscover_modules("measures")
