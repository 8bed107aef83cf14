from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "lempu.kernel.bundles"
    label = "bundles"
