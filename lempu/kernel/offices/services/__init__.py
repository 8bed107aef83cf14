"""Acts upon people and offices."""

from lempu.kernel.offices.services.days import add_day_off, remove_day_off
from lempu.kernel.offices.services.delegations import delegate, end_delegation
from lempu.kernel.offices.services.leaving import (
    Handover,
    Outcome,
    call_off,
    complete_departures,
    hand_over,
    leave,
)
from lempu.kernel.offices.services.moving import move_office
from lempu.kernel.offices.services.offices import add_unit, change_office, change_unit
from lempu.kernel.offices.services.people import (
    add_membership,
    add_person,
    change_membership,
    change_password,
    change_person,
    choose_theme,
    end_membership,
    reset_password,
)
from lempu.kernel.offices.services.reference import load_offices, misplaced_offices, prepare_office

__all__ = [
    "Handover",
    "Outcome",
    "add_day_off",
    "add_membership",
    "add_person",
    "add_unit",
    "call_off",
    "change_membership",
    "change_office",
    "change_password",
    "change_person",
    "change_unit",
    "choose_theme",
    "complete_departures",
    "delegate",
    "end_delegation",
    "end_membership",
    "hand_over",
    "leave",
    "load_offices",
    "misplaced_offices",
    "move_office",
    "prepare_office",
    "remove_day_off",
    "reset_password",
]
