from django.urls import path

from lempu.kernel.oversight.views import boards

app_name = "oversight"
urlpatterns = [
    path("pantauan/", boards.board, name="start"),
    path("pantauan/<str:code>/", boards.board, name="board"),
    path("pantauan/<str:code>/bulan/", boards.by_month, name="by_month"),
    path("pantauan/<str:code>/program/", boards.by_area, name="by_area"),
    path("pantauan/<str:code>/belum-mulai/", boards.idle, name="idle"),
    path("pantauan/<str:code>/pantauan.xlsx", boards.workbook, name="workbook"),
]
