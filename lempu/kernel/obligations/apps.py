from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ObligationsConfig(AppConfig):
    name = "lempu.kernel.obligations"
    label = "obligations"

    def ready(self) -> None:
        autodiscover_modules("checks")
        autodiscover_modules("inbox")
        autodiscover_modules("sources")
