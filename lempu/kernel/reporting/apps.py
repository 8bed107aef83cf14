from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "lempu.kernel.reporting"
    label = "reporting"

    def ready(self) -> None:
        from lempu.kernel.reporting import rules  # noqa: F401, PLC0415 -- app ready
