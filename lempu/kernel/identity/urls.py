from django.urls import path

from lempu.kernel.identity.views import devices, invitations, keys, office, passwords, sign_in

app_name = "identity"
urlpatterns = [
    path("masuk/langkah-kedua/", sign_in.second_step, name="second_step"),
    path("lupa-kata-sandi/", passwords.forgot, name="forgot"),
    path("lupa-kata-sandi/terkirim/", passwords.forgot_sent, name="forgot_sent"),
    path("lupa-kata-sandi/baru/", passwords.reset, name="reset"),
    path("lupa-kata-sandi/<str:uid>/<str:token>/", passwords.reset_open, name="reset_open"),
    path("akun/kata-sandi/", passwords.password, name="password"),
    path("akun/keamanan/", keys.keys, name="keys"),
    path("akun/keamanan/pastikan/", sign_in.confirm, name="confirm"),
    path("akun/keamanan/aplikasi/", keys.app, name="app"),
    path("akun/keamanan/kode/", keys.codes, name="codes"),
    path("akun/keamanan/<int:pk>/lepas/", keys.remove, name="remove"),
    path("akun/perangkat/", devices.devices, name="devices"),
    path("akun/perangkat/keluarkan/", devices.end_others, name="devices_end"),
    path("akun/perangkat/<int:pk>/keluarkan/", devices.end, name="device_end"),
    path("satker/keamanan/", office.rules, name="rules"),
    path("orang/<int:pk>/langkah-kedua/", office.take_keys, name="take_keys"),
    path("orang/<int:pk>/undang/", invitations.invite, name="invite"),
    path("orang/<int:pk>/undang/cabut/", invitations.withdraw, name="invite_withdraw"),
    path("undangan/", invitations.invited, name="invited"),
    path("undangan/terima/", invitations.welcome, name="welcome"),
    path("undangan/<str:secret>/", invitations.invited_open, name="invited_open"),
]
