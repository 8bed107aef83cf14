"""Looking for findings in the background, and what people say to them."""

from lempu.kernel.findings.services.answering import accept, is_own, reopen, switch
from lempu.kernel.findings.services.checking import check, check_all, refresh
from lempu.kernel.findings.services.links import ask_links

__all__ = ["accept", "ask_links", "check", "check_all", "is_own", "refresh", "reopen", "switch"]
