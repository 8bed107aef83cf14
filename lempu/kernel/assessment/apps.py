from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "lempu.kernel.assessment"
    label = "assessment"
