from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OversightConfig(AppConfig):
    name = "lempu.kernel.oversight"
    label = "oversight"

    def ready(self) -> None:
        autodiscover_modules("sources")
