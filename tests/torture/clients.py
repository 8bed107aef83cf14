"""People who upload without pause, and write down what the server acknowledged."""

import hashlib
import http.client
import random
import secrets
import threading
import time

TOKEN = "t" * 32
COMMON = [b"berkas bersama %d " % number * 900 for number in range(5)]


class Client(threading.Thread):
    """One person at one of the servers; ``kept`` is what must be there in the end."""

    def __init__(self, seed, session, office, ports):
        super().__init__(daemon=True)
        self.chance = random.Random(seed)
        self.session, self.office, self.ports = session, office, ports
        self.kept, self.strange, self.tries = [], [], 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.is_set():
            self.tries += 1
            try:
                self.act()
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)  # the server was killed; what became of it is not known

    def act(self):
        luck = self.chance.random()
        if luck < 0.7:
            row = self.chance.choice(self.office["obligations"])
            self.send(f"/kewajiban/{row}/berkas/", "documents", ("obligation", row), {200})
        elif luck < 0.9:
            piece = self.office["piece"]
            self.send(f"/bukti/{piece}/ganti/", "file", ("piece", piece), {200})
        else:
            self.send("/rencana/unggah/", "file", ("decree", 0), {302})

    def content(self):
        if self.chance.random() < 0.3:
            return self.chance.choice(COMMON)
        return secrets.token_hex(self.chance.choice([200, 4000, 60_000, 700_000])).encode()

    def send(self, path, field, what, good):
        content = self.content()
        status = self.post(path, field, content)
        if status in good:
            self.kept.append([*what, hashlib.sha256(content).hexdigest()])
        elif status < 500 and not (
            what[0] == "piece" and status == 422
        ):  # the very same file again
            self.strange.append(f"{path}: {status}")

    def post(self, path, field, content):
        border = secrets.token_hex(8)
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="{field}"; filename="Notulen.txt"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        )
        tail = (
            f'\r\n--{border}\r\nContent-Disposition: form-data; name="whole"\r\n\r\n1\r\n'
            f"--{border}--\r\n"
        )
        line = http.client.HTTPConnection("127.0.0.1", self.chance.choice(self.ports), timeout=30)
        try:
            line.request(
                "POST", path, head.encode() + content + tail.encode(), self.headers(border)
            )
            return line.getresponse().status
        finally:
            line.close()

    def headers(self, border):
        return {
            "Content-Type": f"multipart/form-data; boundary={border}",
            "Accept": "application/json",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
