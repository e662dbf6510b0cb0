"""How is this site set up? The only file of webapp that reads the environment.

Without ``DATABASE_URL`` this is one machine for oneself: SQLite and a key of its own in ``var/``, any host name.
With it, it is a site for others, and ``SECRET_KEY`` and ``ALLOWED_HOSTS`` must be set.
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


def _words(name: str) -> list[str]:
    return os.environ.get(name, "").replace(",", " ").split()


def _required(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when DATABASE_URL is.")
    return value


def _own_key() -> str:
    """The key of a site for oneself, made once."""
    path = VAR_DIR / "secret-key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


DATABASE_URL = os.environ.get("DATABASE_URL", "").strip()
FOR_OTHERS = bool(DATABASE_URL)
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
ALLOWED_STREAM_HOSTS = frozenset(host.lower() for host in _words("ALLOWED_STREAM_HOSTS"))
ARENA_URL = os.environ.get("ARENA_URL", "").strip().rstrip("/")
if ARENA_URL and not ARENA_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("ARENA_URL begins with http:// or https://.")

DEBUG = False
SECRET_KEY = (
    _required("SECRET_KEY")
    if FOR_OTHERS
    else os.environ.get("SECRET_KEY", "").strip() or _own_key()
)
ALLOWED_HOSTS = _required("ALLOWED_HOSTS").replace(",", " ").split() if FOR_OTHERS else ["*"]
if not FOR_OTHERS:
    VAR_DIR.mkdir(exist_ok=True)
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL or f"sqlite:///{VAR_DIR / 'rotisserie.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # One that answers no more is not waited for: viewers' pages do without.
    given = DATABASES["default"]["OPTIONS"] if "OPTIONS" in DATABASES["default"] else {}  # noqa: SIM401
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 2, **given}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Two processes may write: whoever comes second waits, and readers never do.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 10,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "webapp.catalog",
    "webapp.catalog.publish",
    "webapp.board",
    "webapp.desk",
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
STATICFILES_DIRS = [BASE_DIR / "webapp" / "static"]
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
# What was collected and compressed is served; with nothing collected, the files where they lie.
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
# An address that fails five times waits; a name is never locked, or anybody could lock an admin out.
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "webapp.desk.accounts.login.address_of"
AXES_LOCKOUT_TEMPLATE = "desk/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Rotisserie"
# Each code is tried on both devices, so an authenticator's would count as failures of the backup codes, which are long.
OTP_STATIC_THROTTLE_FACTOR = 0

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = FOR_OTHERS
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Browsers hear of it over TLS alone.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if FOR_OTHERS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = FOR_OTHERS
# The proxy that ends TLS sends who comes without it there; browsers' preload lists are each owner's own choice.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]
# A site for others stands behind a proxy that ends TLS and sets this header itself.
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
    "DESCRIPTION": "Live battle-royale streams, ranked by how close each stands to its finish.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "TAGS": [
        {"name": "board", "description": "Streams by how close they stand to their finish."},
        {"name": "original", "description": "As the first Rotisserie of 2017 answered."},
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["webapp.board.api.schema_extras.add_streaming_endpoints"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
