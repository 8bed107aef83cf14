"""The parts of a bundle that are made and not kept: names, the viewer, the note for whoever opens it.

Pure: no database, no clock.
"""

from lempu.kernel.bundles.renditions.names import Names, ending_of, safe
from lempu.kernel.bundles.renditions.pages import content_script, read_me, viewer
from lempu.kernel.bundles.renditions.questions import overview_page, question_page

__all__ = [
    "Names",
    "content_script",
    "ending_of",
    "overview_page",
    "question_page",
    "read_me",
    "safe",
    "viewer",
]
