"""What a person types about proof."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lempu.kernel.evidence.models import Evidence
from lempu.kernel.evidence.selectors.records import Offer
from lempu.kernel.evidence.services import Details
from lempu.kernel.files.forms import WholeForm
from lempu.kernel.obligations.models import Obligation
from lempu.kernel.plans.suggestions import kinds

CONTROL = {"class": "form-control"}
Choices = list[tuple[str, str | Promise]]


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({**CONTROL, "rows": rows})


def _day() -> forms.DateField:
    return forms.DateField(
        required=False, widget=forms.DateInput({**CONTROL, "type": "date"}, "%Y-%m-%d")
    )


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Any number of files. Each is judged by itself when it is stored, so that a bad one does not
    keep the good ones out; here only that something was chosen."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [file for file in data or [] if file]


class DetailsForm(forms.Form):
    """Kind, number, dates and note of a piece of evidence."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.Select({"class": "form-select"}))
    number = forms.CharField(
        label=_("Number"), max_length=120, required=False, widget=forms.TextInput(CONTROL)
    )
    document_date = _day()
    event_date = _day()
    note = forms.CharField(label=_("Note"), required=False, widget=_area(2))

    def __init__(self, *args: Any, obligation: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document_date"].label = _("Date of the document")
        self.fields["event_date"].label = _("Date of the event")
        self.fields["kind"].choices = self.kind_choices(obligation)  # type: ignore[attr-defined]

    def kind_choices(self, obligation: Obligation) -> list[Any]:
        """What the row asks for first, then every other kind."""
        labels = {kind.key: kind.label for kind in kinds()}
        asked = [(kind, labels.get(kind, kind)) for kind in obligation.indicator.required]
        others = [(kind, label) for kind, label in labels.items() if kind not in dict(asked)]
        groups: list[Any] = [(_("Asked for here"), asked)] if asked else []
        return [*groups, (_("Other kinds"), others)]

    def details_for(self, kind: str) -> Details:
        names = ("number", "document_date", "event_date", "note")
        return Details(kind=kind, **{name: self.cleaned_data[name] for name in names})


class AddFilesForm(DetailsForm, WholeForm):
    """Several files at once, or one that came in pieces (``upload``). Without a kind each is taken for
    what its name says."""

    documents = FilesField(label=_("Files"), required=False, widget=ManyFiles({"multiple": True}))
    camera = FilesField(
        label=_("Photo"),
        required=False,
        widget=ManyFiles({"accept": "image/*", "capture": "environment"}),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = [
        "documents",
        "camera",
        "upload",
        "kind",
        "number",
        "document_date",
        "event_date",
        "note",
        "whole",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False

    def kind_choices(self, obligation: Obligation) -> list[Any]:
        return [("", _("As the name of the file says")), *super().kind_choices(obligation)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [*cleaned.get("documents", []), *cleaned.get("camera", [])]
        if not chosen and not cleaned.get("upload") and not self.errors:
            self.add_error(
                "documents", forms.ValidationError(_("Choose at least one file."), code="no_file")
            )
        cleaned["chosen"] = chosen
        return cleaned


class LinkForm(DetailsForm):
    url = forms.URLField(
        label=_("Link"),
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput({**CONTROL, "inputmode": "url", "autocomplete": "off"}),
        help_text=_("An address that the reviewer can open too, such as a post or a news page."),
    )
    name = forms.CharField(
        label=_("What it is"), max_length=200, required=False, widget=forms.TextInput(CONTROL)
    )
    field_order = ["url", "name", "kind"]


class ReplaceForm(WholeForm):
    """A new version: one file, or one that came in pieces (``upload``); a link where the piece is a link."""

    file = forms.FileField(label=_("New file"), widget=forms.FileInput(CONTROL))
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    url = forms.URLField(
        label=_("New link"),
        max_length=1000,
        assume_scheme="https",
        widget=forms.URLInput(CONTROL),
    )
    field_order = ["file", "upload", "url", "whole"]

    def __init__(self, *args: Any, piece: Evidence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("url",) if piece.current.file_id else ("file", "upload"):
            del self.fields[name]
        for field in self.visible_fields():
            field.field.error_messages["required"] = _("Choose what replaces it.")
        if "file" in self.fields:
            self.fields["file"].required = not self.data.get("upload")


class ReasonForm(forms.Form):
    """Words that an act asks for: ``label`` is the question, ``missing`` the refusal without an answer.

    ``name`` tells apart the forms of this kind that stand on one page.
    """

    use_required_attribute = False
    reason = forms.CharField(label=_("Reason"), widget=_area())

    def __init__(
        self,
        *args: Any,
        label: str | Promise,
        missing: str | Promise,
        name: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        self.fields["reason"].label = str(label)
        self.fields["reason"].error_messages["required"] = str(missing)


class RecordForm(forms.Form):
    """Which paper of a desk is offered; ``offers`` are those that may be."""

    source = forms.ChoiceField(
        label=_("Paper of a desk"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose a paper.")},
    )

    def __init__(self, *args: Any, offers: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.source: offer for offer in offers}
        field: Any = self.fields["source"]
        field.choices = [(offer.source, offer.words) for offer in offers]

    def chosen(self) -> Offer:
        return self.offers[self.cleaned_data["source"]]


class SubmitForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the reviewer"),
        required=False,
        widget=_area(2),
        help_text=_("Needed only when something that is asked for is not there: say why."),
    )


class ReuseForm(forms.Form):
    source = forms.ModelChoiceField(queryset=Obligation.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, months: list[Obligation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Obligation.objects.filter(pk__in=[month.pk for month in months])
        self.fields["source"].queryset = rows  # type: ignore[attr-defined]
