"""Settings of every installation. What an office chooses is a row with a screen, not a setting."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.utils.translation import gettext_lazy as _

from lempu.config import environment

ROOT = Path(__file__).resolve().parents[2]
HOME = environment.home()

DEBUG = False
DEMO = environment.flag("LEMPU_DEMO")
SECRET_KEY = environment.secret_key(HOME)
ALLOWED_HOSTS = environment.words("LEMPU_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = environment.text("LEMPU_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "template_partials.apps.SimpleAppConfig",
    "lempu.shared",
    "lempu.kernel.accounts",
    "lempu.kernel.offices",
    "lempu.kernel.ledger",
    "lempu.kernel.numbering",
    "lempu.kernel.files",
    "lempu.kernel.plans",
    "lempu.kernel.obligations",
    "lempu.kernel.evidence",
    "lempu.kernel.findings",
    "lempu.kernel.reviews",
    "lempu.kernel.scans",
    "lempu.kernel.gatherings",
    "lempu.kernel.closing",
    "lempu.kernel.assessment",
    "lempu.kernel.reporting",
    "lempu.kernel.bundles",
    "lempu.kernel.search",
    "lempu.kernel.keeping",
    "lempu.kernel.notices",
    "lempu.kernel.identity",
    "lempu.kernel.home",
    "lempu.kernel.oversight",
    "lempu.kernel.public",
    "lempu.kernel.api",
    "lempu.kernel.guide",
    "lempu.kernel.demo",
    "lempu.desks.change",
]

MIDDLEWARE = [
    "lempu.shared.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lempu.shared.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lempu.shared.middleware.PrivateMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lempu.shared.middleware.HtmxAnswerMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lempu.kernel.offices.middleware.FirstPasswordMiddleware",
    "lempu.kernel.identity.middleware.SafetyMiddleware",
    "lempu.kernel.offices.middleware.CurrentOfficeMiddleware",
    "lempu.shared.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lempu.config.urls"
WSGI_APPLICATION = "lempu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lempu.shared.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lempu.shared.context.installation",
                "lempu.kernel.offices.context.shell",
                "lempu.kernel.notices.context.bell",
                "lempu.kernel.guide.context.guide",
            ],
        },
    }
]

DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "home:start"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Guessing: five wrong passwords for one name from one address close the door for a while.
AXES_FAILURE_LIMIT = environment.number("LEMPU_SIGN_IN_TRIES", 5)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "lempu.shared.http.client_network"
AXES_LOCKOUT_CALLABLE = "lempu.kernel.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Second steps: the library keeps and judges them, the pages are ours.
MFA_ADAPTER = "lempu.kernel.identity.adapters.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_TOTP_ISSUER = "Lempu"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: clocks of phones
OIDC = environment.oidc()  # None: people sign in here alone
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # of the link in the mail

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("LEMPU_TIME_ZONE", "Asia/Makassar")
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": environment.store(environment.text("LEMPU_STORE", ""), HOME / "files"),
    "previews": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "previews", "allow_overwrite": True},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
#: Where scanners save: one folder for each office, named by its code.
SCANS = Path(environment.text("LEMPU_SCANS", "") or HOME / "scans")
#: What seals are signed with, and bundles until they are fetched.
KEYS = HOME / "keys"
BUNDLES = HOME / "bundles"
#: Where back-ups go, for whom they are encrypted (age1...), how often, and how many stay.
BACKUP_FOLDER = environment.text("LEMPU_BACKUP_FOLDER", "")
BACKUP_RECIPIENT = environment.text("LEMPU_BACKUP_RECIPIENT", "")
BACKUP_HOURS = environment.number("LEMPU_BACKUP_HOURS", 24)
BACKUP_KEEP = environment.number("LEMPU_BACKUP_KEEP", 14)
UPLOAD_LIMIT_BYTES = environment.number("LEMPU_UPLOAD_LIMIT_MB", 50) * 1024 * 1024
UPLOAD_ROOM_BYTES = environment.number("LEMPU_KEEP_FREE_MB", 200) * 1024 * 1024
#: Uploads in pieces: how many one person may have open, how large together, how long they stay untouched.
UPLOADS_OPEN = environment.number("LEMPU_UPLOADS_OPEN", 40)
UPLOADS_OPEN_BYTES = environment.number("LEMPU_UPLOADS_OPEN_MB", 500) * 1024 * 1024
UPLOADS_STAY_HOURS = environment.number("LEMPU_UPLOADS_STAY_HOURS", 24)
FILE_UPLOAD_TEMP_DIR = HOME / "tmp"
if HOME.exists():
    FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_HANDLERS = ["lempu.shared.uploads.BoundedUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # an editing grid of 400 rows and twelve months
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Links that are offered as evidence are asked whether they still open; the demo asks nobody.
CHECK_LINKS = environment.flag("LEMPU_CHECK_LINKS", default=not DEMO)

# Malware: without LEMPU_CLAMAV (host:port, or the path of a socket) nothing is scanned.
CLAMAV = environment.text("LEMPU_CLAMAV", "")

# Time stamps (RFC 3161): without LEMPU_TIMESTAMP_URL nobody outside is asked. Its roots are PEM, in
# LEMPU_TIMESTAMP_ROOTS or in the file that LEMPU_TIMESTAMP_ROOTS_FILE names.
TIMESTAMP_URL = environment.text("LEMPU_TIMESTAMP_URL", "")
TIMESTAMP_ROOTS = environment.text("LEMPU_TIMESTAMP_ROOTS") if TIMESTAMP_URL else ""

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail: without LEMPU_MAIL_URL nothing is sent, and the screens say so.
mail_server = environment.mail_server(environment.text("LEMPU_MAIL_URL", ""))
MAIL_ON = mail_server.is_on
EMAIL_HOST, EMAIL_PORT = mail_server.host, mail_server.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail_server.user, mail_server.password
EMAIL_USE_TLS, EMAIL_USE_SSL = mail_server.tls, mail_server.ssl
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("LEMPU_MAIL_FROM", "Lempu <lempu@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE and environment.flag("LEMPU_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^(sehat|siap)$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = environment.flag("LEMPU_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# W019 wants DENY; the review page frames a PDF of this very site, and frame-ancestors says the same.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": "structlog.processors.JSONRenderer",
            "foreign_pre_chain": "lempu.shared.logs.FOREIGN_CHAIN",
        }
    },
    "filters": {"discreet": {"()": "lempu.shared.logs.Discreet"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["discreet"],
        }
    },
    "root": {"handlers": ["console"], "level": environment.text("LEMPU_LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}
LOGGING_CONFIG = "lempu.shared.logs.configure"
CSRF_FAILURE_VIEW = "lempu.shared.views.csrf_failure"
