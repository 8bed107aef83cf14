from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lempu.config import environment


def test_without_a_setting_files_lie_on_the_disk():
    assert environment.store("", Path("/x"))["OPTIONS"] == {"location": Path("/x")}


def test_one_setting_names_a_store():
    url = "s3://kantor%3Alempu:r%2Fahasia@s3.kpu.example:9000/berkas/7317?tls=0&region=id-1"

    made = environment.store(url, Path("/x"))

    assert made["BACKEND"] == "lempu.shared.s3.S3Store"
    assert made["OPTIONS"] == {
        "bucket_name": "berkas",
        "location": "7317",
        "access_key": "kantor:lempu",
        "secret_key": "r/ahasia",
        "endpoint_url": "http://s3.kpu.example:9000",
        "region_name": "id-1",
    }


@pytest.mark.parametrize(
    "url", ["https://host/bucket", "s3://key:secret@host", "s3://host/bucket", "s3://k:s@host:x/b"]
)
def test_what_cannot_be_read_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured):
        environment.store(url, Path("/x"))
