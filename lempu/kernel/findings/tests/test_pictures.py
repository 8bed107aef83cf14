import pytest

from lempu.kernel.files.understanding.marks import WINDOWS
from lempu.kernel.findings.scoring import pictures
from lempu.kernel.findings.selectors.limits import limits
from lempu.kernel.findings.tests import scenes


def allowed(part):
    wanted = limits(part)
    return pictures.Limits(wanted["block_difference"], wanted["blocks_apart"])


@pytest.mark.parametrize("change", ["resized", "recompressed", "colour-shifted"])
@pytest.mark.parametrize("place", range(3))
def test_a_photo_stays_the_same_shot_whatever_is_done_to_its_bytes(place, change):
    photo = scenes.room(place, 1)

    assert pictures.same_shot(photo, scenes.CHANGES[change](photo), allowed("photo"))


@pytest.mark.parametrize("place", range(3))
def test_a_part_of_a_photo_is_found_in_it(place):
    photo = scenes.room(place, 1)

    aside = pictures.same_shot(photo, scenes.cut_aside(photo), allowed("photo"), box=WINDOWS[6])
    inner = pictures.same_shot(photo, scenes.cropped(photo), allowed("photo"), box=WINDOWS[0])

    assert aside
    assert inner


@pytest.mark.parametrize("tripod", [False, True])
@pytest.mark.parametrize("place", range(3))
def test_the_same_room_on_another_day_is_another_shot(place, tripod):
    one, other = (scenes.room(place, day, tripod=tripod) for day in (1, 2))

    assert not pictures.same_shot(one, other, allowed("photo"))


def test_a_form_filled_in_anew_is_another_page_and_its_copy_is_not():
    form = scenes.form(1, 1)

    assert pictures.is_paper(form)
    assert not pictures.is_paper(scenes.room(1, 1))
    assert pictures.same_page(form, scenes.recompressed(form), allowed("page"))
    assert pictures.same_page(form, scenes.resized(form), allowed("page"))
    assert not pictures.same_page(form, scenes.form(1, 2), allowed("page"))
