"""A line between browser and server that drops: a small TCP relay that can be cut and mended."""

import socket
import threading
from contextlib import suppress


class Line:
    """Relays ``address`` of a server on a port of its own; ``cut_after`` bytes sent up, the line is cut."""

    def __init__(self, server):
        self.host, self.port = server
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.cut_after = None
        self.sent_up, self.cuts = 0, 0
        self.is_down = False
        self.open = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self):
        """Reset every connection; new ones are refused until ``mend``."""
        self.is_down, self.cut_after = True, None
        self.cuts += 1
        for end in list(self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self):
        self.is_down = False

    def close(self):
        self.listener.close()
        self.cut()

    def _listen(self):
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                if self.is_down:
                    near.close()
                    continue
                far = socket.create_connection((self.host, self.port))
                self.open |= {near, far}
                threading.Thread(target=self._carry, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(far, near, False), daemon=True).start()

    def _carry(self, source, target, is_up):
        with suppress(OSError):
            while piece := source.recv(16 * 1024):
                if is_up:
                    self.sent_up += len(piece)
                    if self.cut_after is not None and self.sent_up > self.cut_after:
                        self.cut()
                        break
                target.sendall(piece)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            self.open.discard(end)
            end.close()
