"""A real mail server on a free port, whose moods a test chooses."""

import socket

import pytest
from aiosmtpd.controller import Controller


class Post:
    """Takes mail, or answers as ``mood`` says: a code with words, ``drop`` in the middle of DATA."""

    def __init__(self):
        self.taken = []
        self.mood = ""
        self.refuses = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mood == "drop":
            server.transport.abort()
            return "250 never heard"
        if self.mood:
            return self.mood
        self.taken.append(envelope)
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post_settings(settings):
    settings.MAIL_ON = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 5
    settings.PUBLIC_URL = "https://lempu.contoh.go.id"
    return settings


@pytest.fixture
def start_post(post_settings):
    """Starts the server when the test wants it to be there; it stops with the test."""
    running = []

    def start():
        post = Post()
        server = Controller(post, hostname="127.0.0.1", port=post_settings.EMAIL_PORT)
        server.start()
        running.append(server)
        return post

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def post(start_post):
    return start_post()
