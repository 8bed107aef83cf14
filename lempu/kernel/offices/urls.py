from django.urls import path

from lempu.kernel.offices.views import (
    account,
    days,
    delegations,
    leaving,
    memberships,
    office,
    people,
)

app_name = "offices"
urlpatterns = [
    path("satker/", office.switch, name="switch"),
    path("satker/pengaturan/", office.settings, name="settings"),
    path("satker/hari-libur/", days.days, name="days"),
    path("satker/hari-libur/<int:pk>/cabut/", days.day_remove, name="day_remove"),
    path("satker/pindah-provinsi/", days.move, name="move"),
    path("satker/subbagian/", office.units, name="units"),
    path("satker/subbagian/<int:pk>/", office.unit, name="unit"),
    path("peran/", office.rights, name="rights"),
    path("orang/", people.people, name="people"),
    path("orang/tambah/", people.person_add, name="person_add"),
    path("orang/tambah-peran/", people.membership_add, name="membership_add"),
    path("orang/<int:pk>/", memberships.membership, name="membership"),
    path("orang/<int:pk>/nama/", memberships.person, name="person"),
    path("orang/<int:pk>/akhiri/", memberships.membership_end, name="membership_end"),
    path("orang/<int:pk>/keluar/", leaving.leave, name="leave"),
    path("orang/<int:pk>/keluar/batal/", leaving.leave_cancel, name="leave_cancel"),
    path("orang/<int:pk>/serah-terima/", leaving.hand_over, name="hand_over"),
    path("orang/<int:pk>/cuti/", delegations.delegate_for, name="delegate_for"),
    path("cuti/", delegations.delegations, name="delegations"),
    path("cuti/<int:pk>/akhiri/", delegations.delegation_end, name="delegation_end"),
    path("orang/<int:pk>/kata-sandi/", memberships.password_reset, name="password_reset"),
    path("akun/", account.account, name="account"),
]
