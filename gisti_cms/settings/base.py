"""One settings module for every installation; the environment says which one it is (docs/environment.md)."""

import secrets
from pathlib import Path

import environ
from django.conf import global_settings

from gisti_cms.release import fingerprint

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()  # VARIABLE_FILE is read where VARIABLE is absent

# Everything the instance writes lies under one folder.
DATA_DIR = Path(env.str("DATA", default="var"))
DATA_DIR = DATA_DIR if DATA_DIR.is_absolute() else BASE_DIR / DATA_DIR
DATA_DIR.mkdir(parents=True, exist_ok=True)


def kept_secret(path: Path, size: int) -> str:
    """The secret of an installation that was given none: drawn once, readable by its owner alone."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(size))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(DATA_DIR / "secret_key", size=50)
if DEMO:
    DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="") or kept_secret(DATA_DIR / "demo_password", size=9)
# The machine itself is always heard: its supervisor and its health checks ask under these names.
ALLOWED_HOSTS = [*env.list("ALLOWED_HOSTS", default=[]), "localhost", "127.0.0.1", "[::1]"]
BIND = env.str("BIND", default="127.0.0.1")
PORT = env.str("PORT", default="8000")
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}")
HTTPS = SITE_URL.startswith("https://")
SIGNUP = env.str("SIGNUP", default="invite")
# Who publishes and who hosts (several lines), and where to write: the legal notice says so, or says that nobody did.
PUBLISHER = env.str("PUBLISHER", default="", multiline=True)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "reversion",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "gisti_cms",
    "accounts",
    "geography",
    "sources",
    "offices",
]

MIDDLEWARE = [
    "offices.publishing.middleware.FillOnMissMiddleware",
    # Outermost, so that static files, refusals and errors carry the headers too.
    "gisti_cms.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gisti_cms.middleware.MaintenanceMiddleware",
    "gisti_cms.middleware.WordsForRefusalsMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gisti_cms.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.access.AccessMiddleware",
]

ROOT_URLCONF = "gisti_cms.urls"
WSGI_APPLICATION = "gisti_cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
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

# --- Database: SQLite unless DATABASE_URL names a PostgreSQL --------------------------------------------------------
# IMMEDIATE and WAL: with Django's deferred transactions, 724 of 1,000 concurrent edits failed "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000"
    ),
}
# What a connection asks again and again is prepared by PostgreSQL, values apart from the SQL, as psycopg would do by
# itself: of the 36 ms of CPU of an approval its parser and planner took 8 (November 2026). A pooler in between has to
# know of it.
POSTGRESQL_OPTIONS = {"server_side_binding": True, "prepare_threshold": 5}
if database_url := env.str("DATABASE_URL", default=""):
    named = env.db_url_config(database_url)
    DATABASES = {
        "default": named
        | {
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": POSTGRESQL_OPTIONS | named.get("OPTIONS", {}),
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "db.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Broker and cache: Redis where REDIS_URL names one, else files and memory ---------------------------------------
# The broker only carries wake-up calls: the work to do stands in rows of the database.
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # Seconds. A Redis that hangs is a Redis that is away: /readyz says so, and nobody waits for it.
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
else:
    BROKER_DIR = DATA_DIR / "broker"
    for folder in ("queue", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://"  # gisti_cms/broker.py
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.2,  # seconds; with kombu's 1.0 a worker took more than five seconds to hear TERM
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "check-due-sources": {"task": "sources.tasks.check_due_sources", "schedule": 300},
    "sweep": {"task": "offices.tasks.sweep", "schedule": 60},
    # A call that nobody heard in time is not made up for: the next one does the same.
    "warm": {"task": "offices.tasks.warm", "schedule": 10, "options": {"expires": 10}},
}

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/espace/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False

# --- Language -------------------------------------------------------------------------------------------------------
# French is the source, and has no prefix; another is one line here and a catalogue (docs/languages.md).
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]
LANGUAGES_BIDI = [*global_settings.LANGUAGES_BIDI, "ps", "prs"]
FORMAT_MODULE_PATH = ["gisti_cms.formats"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"

# --- Rendered pages (offices/publishing) ----------------------------------------------------------------------------
RENDERED_DIR = DATA_DIR / "rendered"
FILL_ON_MISS = True
MAINTENANCE_FILE = DATA_DIR / "maintenance"  # while it stands, readers read on and nobody writes
ERRORS_DIR = DATA_DIR / "errors"  # what nginx says where nobody answers it
RELEASE = fingerprint(BASE_DIR, SITE_URL, PUBLISHER, CONTACT_EMAIL, str(DEMO))
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a procedure's form has many fields; ten thousand is an attack

# --- Security -------------------------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send "Origin: null", which CSRF refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP" if BEHIND_PROXY else None  # deploy/nginx overwrites it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "gisti_cms.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # SecurityHeadersMiddleware sets it, on static files and refusals too
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["offices.api.rendering.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "offices.api.schema.SaidOnPurpose",
    "EXCEPTION_HANDLER": "offices.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # "?format=" would be a parameter nobody declared
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Où déposer ?",
    "DESCRIPTION": "Ce que publie le site, et rien d'autre : où et comment déposer une demande de titre de séjour.",
    "VERSION": "1",
    "SERVERS": [{"url": SITE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "DISABLE_ERRORS_AND_WARNINGS": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,  # the suite holds the description against the answers
}
DATA_LICENSE = "etalab-2.0"  # SPDX; Licence Ouverte 2.0 for the facts, the quoted passages excluded

# --- Logs: to the standard error, without addresses or search words -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},  # with no handler at all, logging writes to the standard error
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django names the path of what a reader asked for, and the page they came from; refusals are not told.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"handlers": ["nowhere"], "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}

# --- The fetch gate (sources/gate.py) -------------------------------------------------------------------------------
# Names that answer on the loopback: a local farm of pages. Honoured under tests, bench and demo only.
CHECKER_TEST_HOSTS = env.dict("CHECKER_TEST_HOSTS", default={}) if DEMO else {}
CHECKER_CONTACT = env.str("CHECKER_CONTACT", default=f"{SITE_URL}/a-propos/")
# Seconds between two requests to a host, and requests under way at the same moment.
CHECKER_PAUSE = env.float("CHECKER_PAUSE", default=1.0)
CHECKER_AT_ONCE = env.int("CHECKER_AT_ONCE", default=50)
