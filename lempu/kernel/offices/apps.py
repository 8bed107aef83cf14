from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OfficesConfig(AppConfig):
    name = "lempu.kernel.offices"
    label = "offices"

    def ready(self) -> None:
        autodiscover_modules("duties")
