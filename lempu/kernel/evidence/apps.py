from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "lempu.kernel.evidence"
    label = "evidence"

    def ready(self) -> None:
        from lempu.kernel.evidence import rules  # noqa: F401, PLC0415 -- app ready
