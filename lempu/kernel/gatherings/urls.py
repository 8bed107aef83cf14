from django.urls import path

from lempu.kernel.gatherings.views import door, files, gatherings, minutes, people, proving

app_name = "gatherings"
urlpatterns = [
    path("kegiatan/", gatherings.index, name="index"),
    path("kegiatan/baru/", gatherings.new, name="new"),
    path("kegiatan/tindak-lanjut/", minutes.tasks, name="tasks"),
    path("kegiatan/tindak-lanjut/<int:pk>/", minutes.task, name="task"),
    path("kegiatan/tindak-lanjut/<int:pk>/selesai/", minutes.finish, name="finish"),
    path("kegiatan/tindak-lanjut/<int:pk>/periksa/", minutes.check, name="check"),
    path("kegiatan/tindak-lanjut/<int:pk>/tarik/", minutes.drop, name="drop"),
    path("kegiatan/<int:pk>/", gatherings.gathering, name="gathering"),
    path("kegiatan/<int:pk>/ubah/", gatherings.change, name="change"),
    path("kegiatan/<int:pk>/batal/", gatherings.cancel, name="cancel"),
    path("kegiatan/<int:pk>/undangan/", people.invite, name="invite"),
    path("kegiatan/<int:pk>/undangan/tamu/", people.guest, name="guest"),
    path("kegiatan/<int:pk>/undangan/kirim/", people.send, name="send"),
    path("kegiatan/undangan/<int:pk>/hapus/", people.uninvite, name="uninvite"),
    path("kegiatan/<int:pk>/undangan.ics", people.calendar, name="calendar"),
    path("kegiatan/<int:pk>/pintu/", door.screen, name="screen"),
    path("kegiatan/<int:pk>/pintu/baru/", door.renew, name="renew"),
    path("kegiatan/<int:pk>/daftar-hadir.pdf", people.sheet, name="sheet"),
    path("kegiatan/<int:pk>/kertas/", people.paper, name="paper"),
    path("kegiatan/hadir/<int:pk>/coret/", people.strike, name="strike"),
    path("kegiatan/<int:pk>/notulen/", minutes.write, name="write"),
    path("kegiatan/<int:pk>/tindak-lanjut/", minutes.give, name="give"),
    path("kegiatan/<int:pk>/berkas/", files.add, name="add_file"),
    path("kegiatan/berkas/<int:pk>/", files.download, name="file"),
    path("kegiatan/berkas/<int:pk>/tarik/", files.withdraw, name="withdraw_file"),
    path("kegiatan/<int:pk>/naskah/<str:kind>/", files.made, name="made"),
    path("kegiatan/<int:pk>/tutup/", proving.close, name="close"),
    path("kegiatan/<int:pk>/bukti/", proving.serve, name="serve"),
    path("hadir/", door.sent, name="sent"),
    path("hadir/terima-kasih/", door.thanks, name="thanks"),
    path("hadir/<str:code>/saya/", door.tap, name="tap"),
    path("hadir/<str:code>/", door.attend, name="attend"),
]
