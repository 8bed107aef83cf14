"""The parts of a bundle that are made and not kept: names, the viewer, the note for whoever opens it.

Pure: no database, no clock.
"""

from lempu.kernel.bundles.renditions.names import Names, ending_of, safe
from lempu.kernel.bundles.renditions.pages import content_script, read_me, viewer

__all__ = ["Names", "content_script", "ending_of", "read_me", "safe", "viewer"]
