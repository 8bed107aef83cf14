"""Looking for findings in the background, and what people say to them."""

from lempu.kernel.findings.services.answering import accept, is_own, reopen, switch
from lempu.kernel.findings.services.checking import check, check_all, refresh

__all__ = ["accept", "check", "check_all", "is_own", "refresh", "reopen", "switch"]
