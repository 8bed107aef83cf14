"""People who sign in; everybody's password is ``PASSWORD``."""

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from lempu.kernel.accounts.models import User

PASSWORD = "unting-unting lurus"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        inactive = factory.Trait(is_active=False)
        with_one_time_password = factory.Trait(must_change_password=True)

    username = factory.Sequence(lambda n: f"pegawai{n}")
    name = factory.Sequence(lambda n: f"Pegawai {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
