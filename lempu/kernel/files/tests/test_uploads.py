import base64
import datetime as dt
import fcntl
import hashlib
import io
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from lempu.kernel.files import services
from lempu.kernel.files.models import Upload
from lempu.kernel.files.tests.test_store import files_in, home  # noqa: F401
from lempu.kernel.offices.enums import Role
from lempu.kernel.offices.tests.factories import OfficeFactory, UserFactory, person
from lempu.shared.errors import DomainError

pytestmark = pytest.mark.django_db

CONTENT = b"Notulen rapat pleno " * 1000
TUS = {"headers": {"Tus-Resumable": "1.0.0"}}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def upload(owner):
    return services.begin(owner=owner, name="Notulen.txt", size=len(CONTENT))


def reader(content: bytes):
    return io.BytesIO(content).read


def refused(code):
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def add(upload, content, **rest):
    return services.append(upload=upload, offset=upload.offset, read=reader(content), **rest)


def collected(upload) -> bytes:
    return upload.place.read_bytes()


def test_a_file_comes_in_pieces_and_is_taken_in_whole(upload):
    add(upload, CONTENT[:5000])
    add(upload, CONTENT[5000:])

    with (
        services.collected(upload) as whole,
        services.take_in(content=whole, name=upload.name) as taken,
        transaction.atomic(),
    ):
        file = services.reference(taken)

    assert file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with file.open() as kept:
        assert kept.read() == CONTENT


def test_what_came_before_the_line_dropped_is_kept(upload):
    def dropping():
        pieces = [CONTENT[:3000], CONTENT[3000:4000]]

        def read(_most):
            if pieces:
                return pieces.pop(0)
            raise OSError("connection lost")  # as Django says it, without a number

        return read

    services.append(upload=upload, offset=0, read=dropping())

    assert Upload.objects.get().offset == 4000
    assert collected(upload) == CONTENT[:4000]


def test_bytes_that_were_never_counted_are_cut_off(upload):
    add(upload, CONTENT[:3000])
    with upload.place.open("ab") as file:
        file.write(b"setengah potongan")  # the process was killed before it could count them

    add(upload, CONTENT[3000:])

    assert collected(upload) == CONTENT


def test_going_on_elsewhere_than_it_was_left_is_refused(upload):
    add(upload, CONTENT[:3000])

    with refused("wrong_offset"):
        services.append(upload=upload, offset=2000, read=reader(b"x"))

    assert collected(upload) == CONTENT[:3000]


def test_only_one_request_adds_at_a_time(upload):
    add(upload, CONTENT[:10])
    with upload.place.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with refused("busy"):
            add(upload, CONTENT[10:])

    assert add(upload, CONTENT[10:]).is_whole


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_counts_when_its_checksum_does(upload, algorithm):
    digest = base64.b64encode(hashlib.new(algorithm, CONTENT[:9]).digest()).decode()

    with refused("wrong_checksum"):
        add(upload, CONTENT[:8], checksum=f"{algorithm} {digest}")
    assert (Upload.objects.get().offset, collected(upload)) == (0, b"")

    add(upload, CONTENT[:9], checksum=f"{algorithm} {digest}")
    assert Upload.objects.get().offset == 9


def test_an_unknown_checksum_is_refused(upload):
    with refused("unknown_checksum"):
        add(upload, CONTENT, checksum="crc32 AAAA")


def test_more_than_was_agreed_is_refused(upload):
    with refused("too_long"):
        add(upload, CONTENT + b"x")

    assert Upload.objects.get().offset == 0


def test_bytes_that_are_on_no_disk_any_more_are_said_to_be_lost(upload):
    add(upload, CONTENT[:3000])
    upload.place.unlink()

    with refused("lost"):
        add(upload, CONTENT[3000:])


def test_a_file_that_is_not_whole_is_not_taken(upload):
    add(upload, CONTENT[:3000])

    with refused("not_whole"), services.collected(upload):
        pass


def test_a_whole_file_whose_bytes_are_gone_is_lost(upload):
    add(upload, CONTENT).place.unlink()

    with refused("lost"), services.collected(upload):
        pass


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_used_once_and_its_bytes_go(upload):
    add(upload, CONTENT)
    with transaction.atomic():
        services.use(upload=upload, outcome="minutes")

    with refused("used"), transaction.atomic():
        services.use(upload=upload, outcome="minutes")

    assert Upload.objects.get().outcome == "minutes"
    assert not upload.place.exists()


def test_sizes_and_numbers_are_bounded(settings, owner):
    settings.UPLOADS_OPEN, settings.UPLOADS_OPEN_BYTES, settings.UPLOAD_LIMIT_BYTES = 2, 1000, 900

    with refused("too_large"):
        services.begin(owner=owner, name="a", size=901)
    with refused("empty_file"):
        services.begin(owner=owner, name="a", size=0)
    services.begin(owner=owner, name="a", size=900)
    with refused("too_many_uploads"):
        services.begin(owner=owner, name="b", size=101)
    services.begin(owner=owner, name="b", size=100)
    services.begin(owner=UserFactory(), name="c", size=900)
    Upload.objects.filter(name="a").update(size=1)
    with refused("too_many_uploads"):
        services.begin(owner=owner, name="d", size=1)


def test_a_full_disk_is_said_before_anything_is_sent(settings, owner):
    settings.UPLOAD_ROOM_BYTES = 1 << 60

    with refused("disk_full"):
        services.begin(owner=owner, name="a", size=1)


def test_what_nobody_goes_on_with_is_swept(home, upload):  # noqa: F811
    add(upload, CONTENT[:30])
    then = timezone.now() - dt.timedelta(hours=25)
    Upload.objects.update(touched_at=then)
    young = services.begin(owner=upload.owner, name="b", size=9)
    add(young, b"123")

    assert services.sweep_uploads() == 1

    assert list(Upload.objects.all()) == [young]
    assert services.sweep_uploads(older_than=dt.timedelta(0)) == 1
    assert files_in(home) == []


@pytest.fixture
def member(client):
    user = person(OfficeFactory())
    client.force_login(user)
    return user


def began(client, **rest) -> str:
    name = base64.b64encode(b"Notulen.txt").decode()
    headers = {
        "Upload-Length": str(len(CONTENT)),
        "Upload-Metadata": f"filename {name},type ?",
        **TUS["headers"],
    }
    answer = client.post("/unggahan/", headers=headers, **rest)
    assert answer.status_code == 201
    return answer["Location"]


def patch(client, address, offset, content, **headers):
    headers = {"Upload-Offset": str(offset), **TUS["headers"], **headers}
    return client.patch(address, content, content_type=PIECE, headers=headers)


def test_the_protocol_from_creation_to_the_last_piece(client, member):
    address = began(client)

    first = patch(client, address, 0, CONTENT[:7000])
    asked = client.head(address, **TUS)
    last = patch(client, address, 7000, CONTENT[7000:])

    assert (first.status_code, first["Upload-Offset"]) == (204, "7000")
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (
        200,
        "7000",
        "20000",
    )
    assert asked["Cache-Control"] == "no-store"
    assert last["Upload-Offset"] == "20000"
    row = Upload.objects.get()
    assert (row.name, row.is_whole, collected(row)) == ("Notulen.txt", True, CONTENT)
    assert "Upload-Expires" in last


def test_the_first_piece_may_come_along(client, member):
    data = {"data": CONTENT[:100], "content_type": PIECE}
    address = began(client, **data)

    assert client.head(address, **TUS)["Upload-Offset"] == "100"


def test_the_server_says_what_it_can(client, member, settings):
    answer = client.options("/unggahan/")

    assert answer["Tus-Extension"].split(",")[0] == "creation"
    assert answer["Tus-Max-Size"] == str(settings.UPLOAD_LIMIT_BYTES)


def test_wrong_requests_get_the_status_of_the_protocol(client, member, settings):
    address = began(client)
    large = {"Upload-Length": str(settings.UPLOAD_LIMIT_BYTES + 1), **TUS["headers"]}

    assert client.head(address).status_code == 412
    assert client.post("/unggahan/", headers={"Tus-Resumable": "0.2"}).status_code == 412
    assert client.post("/unggahan/", **TUS).status_code == 400
    assert client.post("/unggahan/", headers=large).status_code == 413
    assert patch(client, address, 5, b"x").status_code == 409
    assert patch(client, address, "x", b"x").status_code == 400
    assert client.patch(address, b"x", content_type="text/plain", **TUS).status_code == 415
    assert patch(client, address, 0, b"x", **{"Upload-Checksum": "sha1 AAAA"}).status_code == 460
    assert patch(client, address, 0, b"x" * 30000).status_code == 413


def test_nobody_goes_on_with_what_another_began(client, member):
    address = began(client)
    client.force_login(person(OfficeFactory(), Role.COORDINATOR))

    assert client.head(address, **TUS).status_code == 404
    assert patch(client, address, 0, CONTENT).status_code == 404
    assert client.delete(address, **TUS).status_code == 404


def test_a_cancelled_upload_leaves_nothing(client, member, home):  # noqa: F811
    address = began(client)
    patch(client, address, 0, CONTENT)

    assert client.delete(address, **TUS).status_code == 204

    assert not Upload.objects.exists()
    assert files_in(home) == []
    assert client.head(address, **TUS).status_code == 404


def test_a_request_from_another_site_is_refused(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    assert (
        client.post("/unggahan/", headers={"Upload-Length": "9", **TUS["headers"]}).status_code
        == 403
    )


def test_names_with_folders_lead_nowhere(client, member, home):  # noqa: F811
    name = base64.b64encode(b"../../etc/passwd").decode()
    headers = {"Upload-Length": "3", "Upload-Metadata": f"filename {name}", **TUS["headers"]}
    client.post("/unggahan/", b"abc", content_type=PIECE, headers=headers)

    row = Upload.objects.get()
    assert row.place.parent == Path(home, "uploads")
    assert [path.name for path in files_in(home)] == [row.pk.hex]
