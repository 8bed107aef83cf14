from django.urls import path

from lempu.kernel.notices.views import feeds, messenger, office, reading, wishes

app_name = "notices"
urlpatterns = [
    path("pemberitahuan/", reading.notices, name="list"),
    path("pemberitahuan/dibaca/", reading.read_all, name="read_all"),
    path("pemberitahuan/<int:pk>/", reading.open_notice, name="open"),
    path("pesan/", messenger.message, name="message"),
    path("akun/pengingat/", wishes.wishes, name="wishes"),
    path("akun/kalender/", feeds.feed, name="feed"),
    path("akun/kalender/cabut/", feeds.feed_close, name="feed_close"),
    path("kalender/<str:token>.ics", feeds.calendar, name="calendar"),
    path("surat/henti/<str:token>/", wishes.stop, name="stop"),
    path("satker/pengingat/", office.rules, name="rules"),
    path("satker/surat/", office.mails, name="mails"),
    path("satker/surat/percobaan/", office.mail_test, name="mail_test"),
    path("satker/surat/<int:pk>/ulang/", office.mail_again, name="mail_again"),
]
