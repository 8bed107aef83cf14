from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "lempu.kernel.evidence"
    label = "evidence"
