from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "lempu.kernel.reviews"
    label = "reviews"
