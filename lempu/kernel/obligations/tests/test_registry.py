import pytest

from lempu.kernel.obligations import registry
from lempu.kernel.obligations.checks import inbox_keys
from lempu.kernel.obligations.registry import Item, Source


def nothing(user, office):
    return []


def test_source_exists_within_the_block_only():
    source = Source("obligations.test", "Test", nothing)

    with registry.registered(source):
        assert source in registry.sources()
    assert source not in registry.sources()


def test_register_refuses_a_second_source_of_the_same_key():
    source = Source("obligations.test", "Test", nothing)

    with registry.registered(source), pytest.raises(ValueError, match="twice"):
        registry.register("obligations.test", label="Again")(nothing)


def test_register_leaves_the_function_as_it_was():
    try:
        assert registry.register("obligations.test", label="Test")(nothing) is nothing
    finally:
        del registry._sources["obligations.test"]


@pytest.mark.parametrize(("key", "faults"), [("obligations.test", 0), ("archives.test", 1)])
def test_key_begins_with_the_label_of_its_app(key, faults):
    with registry.registered(Source(key, "Test", nothing)):
        assert len(inbox_keys()) == faults


def test_item_is_not_urgent_unless_said():
    assert Item(title="Unggah produk hukum", url="/").is_urgent is False
