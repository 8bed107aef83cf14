"""Planning, inviting, attending, minutes, closing, and what a gathering proves."""

from lempu.kernel.gatherings.services.attending import (
    Guest,
    attend_on_paper,
    attend_signed_in,
    attend_with_form,
    strike,
)
from lempu.kernel.gatherings.services.closing import close_gathering, serve
from lempu.kernel.gatherings.services.door import (
    code_for,
    form_key_for,
    gathering_behind,
    renew_door,
)
from lempu.kernel.gatherings.services.files import add_file, withdraw_file
from lempu.kernel.gatherings.services.inviting import (
    add_guest,
    calendar_of,
    choose_people,
    remove_invitee,
    send_invitation,
)
from lempu.kernel.gatherings.services.minutes import (
    check_task,
    drop_task,
    finish_task,
    give_task,
    pass_task_on,
    write_minutes,
)
from lempu.kernel.gatherings.services.papers import attendance_sheet
from lempu.kernel.gatherings.services.planning import What, cancel, change, plan

__all__ = [
    "Guest",
    "What",
    "add_file",
    "add_guest",
    "attend_on_paper",
    "attend_signed_in",
    "attend_with_form",
    "attendance_sheet",
    "calendar_of",
    "cancel",
    "change",
    "check_task",
    "choose_people",
    "close_gathering",
    "code_for",
    "drop_task",
    "finish_task",
    "form_key_for",
    "gathering_behind",
    "give_task",
    "pass_task_on",
    "plan",
    "remove_invitee",
    "renew_door",
    "send_invitation",
    "serve",
    "strike",
    "withdraw_file",
    "write_minutes",
]
