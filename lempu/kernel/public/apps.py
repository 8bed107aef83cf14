from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "lempu.kernel.public"
    label = "public"
