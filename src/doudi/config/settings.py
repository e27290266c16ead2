"""Django's settings; what an installation may change stands in `config.env`, and only there."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from doudi.common.secrets import signing_secret
from doudi.config import env
from doudi.config.database import database_of

ROOT = env.ROOT

# ---- where things are -----------------------------------------------------------------------------------
DOUDI_ENV = env.text("DOUDI_ENV")
DOUDI_DATA = env.path("DOUDI_DATA")
DOUDI_KEYS = env.path("DOUDI_KEYS")
DOUDI_POLICIES = env.path("DOUDI_POLICIES")
DOUDI_VENDOR = env.path("DOUDI_VENDOR")
DOUDI_MEMORY_MB = env.number("DOUDI_MEMORY_MB")
DOUDI_WORKERS = env.number("DOUDI_WORKERS")
APP_CLOCK = env.text("APP_CLOCK")
HTTPS = env.flag("DOUDI_HTTPS")
DOUDI_DATA.mkdir(parents=True, exist_ok=True, mode=0o700)

DEBUG = False
SECRET_KEY = env.text("DOUDI_SECRET") or signing_secret(DOUDI_KEYS)
ALLOWED_HOSTS = env.names("DOUDI_HOSTS")
CSRF_TRUSTED_ORIGINS = env.names("DOUDI_ORIGINS")

# ---- modules --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "doudi.common",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_q",
    "django.forms",
    "doudi.audit",
    "doudi.regions",
    "doudi.accounts",
    "doudi.jobs",
    "doudi.work",
    "doudi.documents",
    "doudi.notices",
    "doudi.training",
    "doudi.registry",
    "doudi.circumstances",
    "doudi.exchange",
    "doudi.rulebook",
    "doudi.price_subsidy",
    "doudi.delegation",
    "doudi.publicity",
    "doudi.studies",
    "doudi.intake",
    "doudi.monitoring",
    "doudi.screenings",
    "doudi.certification",
    "doudi.verification",
    "doudi.casework",
    "doudi.oversight",
    "doudi.desk",
    "doudi.config",
]
MIDDLEWARE = [
    "doudi.common.middleware.healthy",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "doudi.common.middleware.forbid_storing",
    "doudi.common.middleware.refuse_large_bodies",
    "doudi.common.middleware.clean_words",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doudi.accounts.middleware.access",
    "doudi.training.middleware.lock",
    "doudi.accounts.middleware.note_refusals",
    "doudi.config.shell.focus",
    "doudi.common.middleware.SayRefusals",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "doudi.config.urls"
REACTIONS = "doudi.config.subscriptions.REACTIONS"
OBJECTORS = "doudi.config.subscriptions.OBJECTORS"
JOB_KINDS = "doudi.config.schedules.JOB_KINDS"
SCHEDULES = "doudi.config.schedules.SCHEDULES"
TODOS = "doudi.config.todos.TODOS"
SUBJECT_KINDS = "doudi.config.about.SUBJECT_KINDS"
NOTICE_KINDS = "doudi.config.about.NOTICE_KINDS"
SOURCE_TITLE = "doudi.exchange.catalogue.source_title"
PLACES_OF_ROWS = "doudi.exchange.selectors.rows.places_of_rows"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "doudi.config.shell.shell",
            ],
            "builtins": [
                "doudi.common.templatetags.doudi",
                "doudi.accounts.templatetags.officers",
                "doudi.documents.templatetags.papers",
                "doudi.casework.templatetags.filed",
            ],
        },
    }
]
FORM_RENDERER = "doudi.common.forms.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- data -----------------------------------------------------------------------------------------------
DATABASES = {"default": database_of(env.text("DATABASE_URL"), data=DOUDI_DATA)}
if owner := env.text("DATABASE_OWNER_URL"):
    DATABASES["owner"] = database_of(owner, data=DOUDI_DATA)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# a file that comes in never touches the disk before it is sealed
FILE_UPLOAD_HANDLERS = ["doudi.common.uploads.MemoryOnly"]
UPLOAD_BYTES = env.number("DOUDI_UPLOAD_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# ---- language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# ---- static files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [("vendor", DOUDI_VENDOR)] if DOUDI_VENDOR.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DOUDI_ENV in {"development", "test"}

# ---- who may come in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "doudi.accounts.backends.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "/"
SECOND_FACTOR = env.text("DOUDI_SECOND_FACTOR")
IDLE_MINUTES = env.number("DOUDI_IDLE_MINUTES")
AXES_FAILURE_LIMIT = env.number("DOUDI_LOGIN_FAILURES")
AXES_COOLOFF_TIME = env.number("DOUDI_LOCKOUT_MINUTES") / 60
# the account is locked whatever place the guesses come from
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "doudi.accounts.views.session.locked_out"
AXES_HTTP_RESPONSE_CODE = 429
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "code"]
AXES_VERBOSE = False

SESSION_COOKIE_NAME = "doudi_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = "doudi_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "doudi.desk.views.errors.csrf_failed"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ---- slow work ------------------------------------------------------------------------------------------
# arguments are stored as they are: pass ids, never personal data
Q_CLUSTER = {
    "name": "doudi",
    "orm": "default",
    "workers": DOUDI_WORKERS,
    "timeout": 3600,
    "retry": 3900,
    "max_attempts": 3,
    "ack_failures": False,
    "catch_up": False,
    "bulk": 1,
    "poll": 0.5,
    "save_limit": 2000,
    "label": _("后台任务"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("DOUDI_LOG_LEVEL")},
    "loggers": {
        "axes": {"level": "ERROR"},
        # its warnings quote what a file holds
        "pypdf": {"level": "CRITICAL"},
        # its lines quote the address with its query, and gunicorn keeps none either
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
