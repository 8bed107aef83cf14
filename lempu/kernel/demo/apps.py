from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DemoConfig(AppConfig):
    name = "lempu.kernel.demo"
    label = "demo"

    def ready(self) -> None:
        autodiscover_modules("seeds")
