from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "lempu.kernel.identity"
    label = "identity"

    def ready(self) -> None:
        from lempu.kernel.identity import middleware  # noqa: F401, PLC0415 -- app ready
