"""How is this site configured? The only file of webapp that reads the environment.

Without ``DATABASE_URL`` it is a site for one machine: SQLite and a generated key in ``var/``, any host name.
With it, it is a site for others, and ``SECRET_KEY`` and ``ALLOWED_HOSTS`` must be set.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

from scoreboard.process.env_file import env_file
from scoreboard.process.log import FORMATS
from webapp.environment import CheckedEnvironment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
# Without ENV_FILE, which is for tests, the .env of the checkout; the environment comes first.
for _name, _value in env_file(Path(os.environ.get("ENV_FILE") or BASE_DIR / ".env")).items():
    os.environ.setdefault(_name, _value)
environment = CheckedEnvironment(os.environ)


def _generated_key() -> str:
    """The key of a site for one machine, made once."""
    path = VAR_DIR / "secret-key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


DATABASE_URL = environment.text("DATABASE_URL")
FOR_OTHERS = bool(DATABASE_URL)
DATABASES = {
    "default": environment.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'rotisserie.sqlite3'}")
}
REDIS_URL = environment.redis_url("REDIS_URL", "redis://127.0.0.1:6379/0")
# Empty: that of Redis.
BROKER_URL = environment.redis_url("BROKER_URL", "")
LOOKS_URL = environment.redis_url("LOOKS_URL", "")
ALLOWED_STREAM_HOSTS = frozenset(host.lower() for host in environment.words("ALLOWED_STREAM_HOSTS"))
# Beside the public ones; OpenSSL reads the variable itself.
SSL_CERT_FILE = environment.authorities("SSL_CERT_FILE")
ARENA_URL = environment.http_url("ARENA_URL")
COMMIT = environment.text("COMMIT") or "unknown"
TRUSTED_PROXY_HOPS = environment.whole_number("TRUSTED_PROXY_HOPS", 0, 10)
EMBEDDED_PLAYERS = environment.some_of("EMBEDDED_PLAYERS", ("twitch", "kick", "youtube"))
# Where the platforms' players come from; tests put stand-ins here.
PLAYER_ORIGINS = {
    "twitch": "https://player.twitch.tv",
    "kick": "https://player.kick.com",
    "youtube": "https://www.youtube.com",
}
TWITCH_CHAT = "https://www.twitch.tv"

DEBUG = False
if FOR_OTHERS:
    because = "when DATABASE_URL is"
    SECRET_KEY = environment.required("SECRET_KEY", because)
    ALLOWED_HOSTS = environment.host_names("ALLOWED_HOSTS", because)
else:
    VAR_DIR.mkdir(exist_ok=True)
    SECRET_KEY = environment.text("SECRET_KEY") or _generated_key()
    ALLOWED_HOSTS = ["*"]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "webapp.catalog",
    "webapp.catalog.publish",
    "webapp.board",
    "webapp.desk",
    "webapp.hooks",
    "webapp.joining",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "webapp.server.probes.ProbesFirst",
    "webapp.server.static_files.StaticFiles",
    "django.middleware.security.SecurityMiddleware",
    "webapp.server.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "webapp.desk.accounts.parameters.StrangeParameters",
]
ROOT_URLCONF = "webapp.urls"
ASGI_APPLICATION = "webapp.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "webapp" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
# Of a file that is in both, the bundle's goes out: the page's scripts and styles as `make bundle` packs them.
STATICFILES_DIRS = [
    folder
    for folder in (BASE_DIR / "webapp" / "bundle", BASE_DIR / "webapp" / "static")
    if folder.is_dir()
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "webapp.server.hls_files.HlsFinder",
]
HLS_DIR = BASE_DIR / "node_modules" / "hls.js" / "dist"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "webapp.server.static_files.NamedByContents"},
}
# With nothing collected, files are served from where they are.
WHITENOISE_USE_FINDERS = not STATIC_ROOT.is_dir()
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False

TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en-us"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong passwords or codes lock one account for one address: other addresses, and other accounts at the same
# address, are not affected, so nobody can lock somebody else out. See docs/admin.md.
AXES_LOCKOUT_PARAMETERS = [["ip_address", "username"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # attempts while locked do not extend the lock
)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "webapp.desk.accounts.login.address_of"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_LOCKOUT_TEMPLATE = "desk/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Rotisserie"
# django-otp would throttle an account's device for everyone. Wrong codes count as wrong passwords do instead.
OTP_STATIC_THROTTLE_FACTOR = OTP_TOTP_THROTTLE_FACTOR = 0

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = FOR_OTHERS
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Sent over TLS only.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if FOR_OTHERS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = FOR_OTHERS
# The proxy that terminates TLS redirects to it; browsers' preload lists are the owner's choice.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]
# A site for others runs behind a proxy that terminates TLS and sets this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if FOR_OTHERS else None

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "webapp.board.errors.answer_fault",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rotisserie",
    "DESCRIPTION": "Live battle-royale streams, ranked by how close each is to its finish.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "TAGS": [
        {"name": "board", "description": "Streams by how close they are to their finish."},
        {"name": "matches", "description": "Matches that were watched, and their streamers."},
        {"name": "original", "description": "The API of the first Rotisserie (2017)."},
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["webapp.board.api.schema_extras.add_streaming_endpoints"],
}

_LINES = {"text": "TextLines", "json": "JsonLines"}[environment.one_of("LOG_FORMAT", *FORMATS)]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": f"scoreboard.process.log.{_LINES}", "role": "web"}},
    "filters": {"links": {"()": "webapp.joining.access_log.WithoutLinks"}},
    "handlers": {
        "console": {
            "class": "scoreboard.process.log.OncePerMinute",
            "formatter": "line",
            "stream": "ext://sys.stderr",  # what commands print is for other programs
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "uvicorn": {"handlers": [], "propagate": True},  # brings a shape of its own
        "uvicorn.access": {"handlers": [], "propagate": True, "filters": ["links"]},
        "axes": {"level": "WARNING"},
        "psycopg.pool": {
            "level": "ERROR"
        },  # it warns of each attempt; the request says what failed
    },
}
