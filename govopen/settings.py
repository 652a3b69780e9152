"""All settings, driven by the environment (README.md lists the variables). Nothing exists only in production."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env

from govopen.secret import secret_key

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("GOVOPEN_VAR", BASE_DIR / "var")
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = env.bool("GOVOPEN_DEBUG", False)
SECRET_KEY = env.str("GOVOPEN_SECRET_KEY", "") or secret_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.list("GOVOPEN_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("GOVOPEN_ORIGINS", [])

# Demo data may be created, and the public site is on unless said otherwise. Never in a production installation.
DEMO = env.bool("GOVOPEN_DEMO", False)
# A county's reports belong on its portal: a second public site is forbidden by 国办公开办函〔2019〕61号.
PUBLIC_SITE = env.bool("GOVOPEN_PUBLIC_SITE", DEMO)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "govopen.apps.PortalConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "django_filters",
    "django_tables2",
    "tree_queries",
    "django_tasks",
    "django_tasks_db",
    "govopen.organs",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "govopen.urls"
WSGI_APPLICATION = "govopen.wsgi.application"

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
            ],
        },
    },
]

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'govopen.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue instead of failing: every write transaction takes its lock at the start and waits for it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organs.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "borrowed"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("GOVOPEN_STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "govopen.storage.ModuleStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
# Published pages are fetched for inspection from these hosts only; none, as long as nobody names any.
INSPECTED_HOSTS = env.list("GOVOPEN_INSPECTED_HOSTS", [])
# Fonts for PDF besides the machine's own: an office that has paid for 方正小标宋 or 仿宋_GB2312 puts the files here.
FONT_FOLDERS = [env.path("GOVOPEN_FONTS", VAR_DIR / "fonts")]

# HTTPS is expected in production; script/server switches it off for its own address on this machine.
HTTPS = env.bool("GOVOPEN_HTTPS", not DEBUG)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env.int("GOVOPEN_HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("GOVOPEN_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = env.int("GOVOPEN_SESSION_SECONDS", 12 * 60 * 60)
SESSION_SAVE_EVERY_REQUEST = False
X_FRAME_OPTIONS = "DENY"

# One uploaded file is read in memory; a little above what the readers accept, so that they can say what is wrong.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# A batch comes in one form; above 4 MB its files wait on disk, each of them open, and a process may open about 1,000.
DATA_UPLOAD_MAX_NUMBER_FILES = 600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("GOVOPEN_LOG_LEVEL", "INFO")},
}

# Long work waits in the database for manage.py run_jobs, which script/server starts beside the web processes.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DJANGO_TABLES2_TEMPLATE = "portal/table.html"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

UNFOLD = {
    "SITE_TITLE": _("Annual reports on open government information"),
    "SITE_HEADER": _("Annual reports on open government information"),
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_HISTORY": True,
    "THEME": "light",
    "SITE_FAVICONS": [{"rel": "icon", "href": "/static/portal/icon.svg", "type": "image/svg+xml"}],
    # Plain hexadecimal colours: Chromium 90 knows no oklch().
    "COLORS": {
        "base": {
            "50": "#f4f6f9",
            "100": "#edf0f4",
            "200": "#e0e4ea",
            "300": "#c8ced8",
            "400": "#8d97a6",
            "500": "#5c6675",
            "600": "#4a5362",
            "700": "#353d4a",
            "800": "#252b36",
            "900": "#161b25",
            "950": "#0d1118",
        },
        "primary": {
            "50": "#eff5ff",
            "100": "#dfe9fe",
            "200": "#bdd1fb",
            "300": "#93b4f5",
            "400": "#5b80e8",
            "500": "#2f61dc",
            "600": "#1d4ed8",
            "700": "#1a43b8",
            "800": "#1e3a8a",
            "900": "#1c3070",
            "950": "#141f47",
        },
    },
}
