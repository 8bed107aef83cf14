from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "lempu.kernel.assessment"
    label = "assessment"

    def ready(self) -> None:
        from lempu.kernel.assessment import rules  # noqa: F401, PLC0415 -- app ready
