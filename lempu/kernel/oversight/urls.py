from django.urls import path

from lempu.kernel.oversight.views import boards, templates

app_name = "oversight"
urlpatterns = [
    path("pantauan/", boards.board, name="start"),
    path("pantauan/<str:code>/", boards.board, name="board"),
    path("pantauan/<str:code>/bulan/", boards.by_month, name="by_month"),
    path("pantauan/<str:code>/program/", boards.by_area, name="by_area"),
    path("pantauan/<str:code>/belum-mulai/", boards.idle, name="idle"),
    path("pantauan/<str:code>/pantauan.xlsx", boards.workbook, name="workbook"),
    path("rencana/contoh/", templates.template_list, name="templates"),
    path("rencana/contoh/bagikan/", templates.template_new, name="template_new"),
    path("rencana/contoh/<int:pk>/", templates.template, name="template"),
    path("rencana/contoh/<int:pk>/pakai/", templates.template_adopt, name="template_adopt"),
    path("rencana/contoh/<int:pk>/tarik/", templates.template_withdraw, name="template_withdraw"),
]
