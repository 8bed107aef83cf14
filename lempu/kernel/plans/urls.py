from django.urls import path, register_converter

from lempu.kernel.plans.enums import Level
from lempu.kernel.plans.views import (
    amendments,
    annex,
    bindings,
    drafts,
    grid,
    imports,
    matching,
    owners,
    rows,
)


class LevelConverter:
    """A level of the annex as it stands in an address."""

    regex = "|".join(Level.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(LevelConverter, "plan_level")

app_name = "plans"
urlpatterns = [
    path("rencana/", drafts.plan_list, name="list"),
    path("rencana/unggah/", imports.plan_upload, name="upload"),
    path("rencana/baru/", drafts.plan_new, name="new"),
    path("rencana/baru/kosong/", drafts.plan_create_blank, name="create_blank"),
    path("rencana/baru/contoh/", drafts.plan_create_example, name="create_example"),
    path("rencana/impor/<int:pk>/", imports.import_page, name="import"),
    path(
        "rencana/impor/<int:pk>/temuan/<int:position>/",
        imports.import_decide,
        name="import_decide",
    ),
    path("rencana/impor/<int:pk>/pakai/", imports.import_adopt, name="import_adopt"),
    path("rencana/impor/<int:pk>/isi-sendiri/", imports.import_by_hand, name="import_by_hand"),
    path("rencana/impor/<int:pk>/batal/", imports.import_withdraw, name="import_withdraw"),
    path("rencana/impor/<int:pk>/perubahan/", matching.import_amends, name="import_amends"),
    path("rencana/impor/<int:pk>/cakupan/", matching.import_extent, name="import_extent"),
    path("rencana/impor/<int:pk>/akhir/", matching.import_ending, name="import_ending"),
    path(
        "rencana/impor/<int:pk>/baris/<int:position>/", matching.import_match, name="import_match"
    ),
    path("rencana/impor/<int:pk>/asli/", imports.import_source, name="source"),
    path("rencana/indikator/<int:pk>/", rows.plan_row, name="row"),
    path("rencana/indikator/<int:pk>/sel/", grid.plan_cell, name="cell"),
    path("rencana/indikator/<int:pk>/harapan/", rows.plan_expectation, name="expectation"),
    path("rencana/indikator/<int:pk>/saran/", rows.plan_row_accept, name="row_accept"),
    path("rencana/indikator/<int:pk>/penanggung-jawab/", rows.plan_assign, name="assign"),
    path("rencana/<plan_level:level>/<int:pk>/ubah/", rows.plan_node, name="node"),
    path("rencana/<plan_level:level>/<int:pk>/teks/", rows.plan_text, name="text"),
    path("rencana/<plan_level:level>/<int:pk>/tambah/", rows.plan_add_below, name="add_below"),
    path("rencana/<plan_level:level>/<int:pk>/pindah/", rows.plan_move, name="move"),
    path("rencana/<plan_level:level>/<int:pk>/hapus/", rows.plan_remove, name="remove"),
    path("rencana/formulir.xlsx", annex.plan_form, name="form"),
    path("rencana/<int:pk>/lampiran.<str:ending>", annex.plan_annex, name="annex"),
    path("rencana/<int:pk>/", grid.plan_grid, name="grid"),
    path("rencana/<int:pk>/centang/", grid.plan_ticks, name="ticks"),
    path("rencana/<int:pk>/saran/", grid.plan_accept, name="accept"),
    path("rencana/<int:pk>/temuan/<int:position>/", grid.plan_finding, name="finding"),
    path("rencana/<int:pk>/penanggung-jawab/", owners.plan_owners, name="owners"),
    path("rencana/<int:pk>/ukuran/", bindings.plan_measures, name="measures"),
    path("rencana/indikator/<int:pk>/ukuran/", bindings.plan_bind, name="bind"),
    path("rencana/<int:pk>/tambah/", rows.plan_add, name="add"),
    path("rencana/<int:pk>/salin/", drafts.plan_copy, name="copy"),
    path("rencana/<int:pk>/sk/", drafts.plan_decree, name="decree"),
    path("rencana/<int:pk>/tarik/", drafts.plan_withdraw, name="withdraw"),
    path("rencana/<int:pk>/perubahan/", amendments.plan_amend, name="amend"),
    path("rencana/<int:pk>/perubahan/unggah/", amendments.plan_amend_upload, name="amend_upload"),
    path("rencana/<int:pk>/sk/berkas/", amendments.plan_attach, name="attach"),
    path("rencana/<int:pk>/asli/", imports.plan_source, name="plan_source"),
]
