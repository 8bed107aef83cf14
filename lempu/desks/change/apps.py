from django.apps import AppConfig


class ChangeConfig(AppConfig):
    name = "lempu.desks.change"
    label = "change"

    def ready(self) -> None:
        from lempu.desks.change import navigation  # noqa: F401, PLC0415 -- registers the entry
