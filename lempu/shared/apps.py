from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SharedConfig(AppConfig):
    name = "lempu.shared"
    label = "shared"

    def ready(self) -> None:
        autodiscover_modules("navigation")
        autodiscover_modules("enums")
        autodiscover_modules("tasks")
