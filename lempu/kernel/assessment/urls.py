from django.urls import path

from lempu.kernel.assessment import views

ONE = "penilaian/<int:pk>/"
app_name = "assessment"
urlpatterns = [
    path("penilaian/", views.index, name="index"),
    path("penilaian/mulai/", views.start, name="start"),
    path(ONE, views.page, name="page"),
    path(f"{ONE}soal/<slug:item>/", views.question, name="question"),
    path(f"{ONE}soal/<slug:item>/jawab/", views.reply, name="reply"),
    path(f"{ONE}soal/<slug:item>/bukti/", views.proofs, name="proofs"),
    path(f"{ONE}tanda-tangan/", views.sign, name="sign"),
    path(f"{ONE}tahap/", views.stages, name="stages"),
    path(f"{ONE}tahap/jadwal/", views.window, name="window"),
    path(f"{ONE}ambang/", views.limits, name="limits"),
    path(f"{ONE}celah/", views.gap, name="gap"),
    path(f"{ONE}celah/ambil/", views.take, name="take"),
    path(f"{ONE}baris/", views.rows, name="rows"),
    path(f"{ONE}baris/<int:indicator>/", views.row, name="row"),
    path(f"{ONE}excel/", views.workbook, name="workbook"),
    path(f"{ONE}impor/", views.upload, name="upload"),
    path(f"{ONE}impor/<int:run>/", views.dry_run, name="dry_run"),
    path(f"{ONE}impor/<int:run>/pakai/", views.apply, name="apply"),
    path(f"{ONE}lhe.<slug:ending>", views.lhe, name="lhe"),
    path(f"{ONE}paparan.<slug:ending>", views.presentation, name="presentation"),
    path(f"{ONE}pilihan/", views.choices, name="choices"),
    path("penilaian/satker/", views.nation, name="nation"),
    path("ruang-penilai/", views.desk, name="desk"),
    path(f"{ONE}ruang/", views.room, name="room"),
    path(f"{ONE}ruang/<slug:item>/", views.judge, name="judge"),
    path(f"{ONE}putusan/", views.verdict, name="verdict"),
]
