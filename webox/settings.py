"""The only settings module; everything that differs between machines comes from the environment."""

from datetime import timedelta
from pathlib import Path

from csp.constants import SELF
from django.utils.translation import gettext_lazy as _

from webox.lib import env
from webox.lib.env import env_bool, env_choice, env_database, env_int, env_json, env_list, env_str, env_time

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_dotenv(BASE_DIR / ".env")

# Where this installation keeps what it writes: database, broker, spool, journals, secret key
DATA_DIR = BASE_DIR / env_str("WEBOX_DATA_DIR", "var")

# Core
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env.secret_key("SECRET_KEY", DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
SITE_URL = env_str("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "webox.urls"
WSGI_APPLICATION = "webox.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = env_int("MAX_BODY_BYTES", 5_000_000)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "webox.accounts",
    "webox.ai",
    "webox.analytics",
    "crm",
    "marketing.emails",
    "marketing.funnels",
    "marketing.ads",
    "investors",
    "webox.dashboard",
]

MIDDLEWARE = [
    # Opens and clicks are answered before sessions, languages and logins cost anything.
    "marketing.emails.middleware.TrackingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "webox.accounts.middleware.ApiProblemMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "webox.accounts.middleware.WorkspaceMiddleware",
]

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
                "django.template.context_processors.i18n",
                "webox.accounts.context.workspace",
            ]
        },
    }
]

# Database and cache
DATABASES = {"default": env_database("DATABASE_URL", DATA_DIR / "webox.sqlite3")}
REDIS_URL = env_str("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Time, language
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = env_str("LANGUAGE_CODE", "fr")
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / env_str("STATIC_ROOT", "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env_str("STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage")},
}

# Accounts (django.contrib.auth, allauth)
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    env_str("PASSWORD_HASHER", "django.contrib.auth.hashers.Argon2PasswordHasher"),
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/marketing-dashboard"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env_bool("HTTPS_ONLY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_FAILURE_VIEW = "webox.accounts.views.csrf_failure"
ACCOUNT_ADAPTER = "webox.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "webox.accounts.forms.SignupForm"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"} if env_bool("RATE_LIMITS", True) else False
SIGNUP_OPEN = env_bool("SIGNUP_OPEN", True)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "WeBox"

# Mail. Without EMAIL_URL nothing leaves the machine: messages are kept and read at /outbox.
EMAIL_URL = env_str("EMAIL_URL", "")
EMAIL_BACKEND = env_str("EMAIL_BACKEND", "marketing.emails.backend.EmailBackend")
ANYMAIL = env_json("ANYMAIL")
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "WeBox <webox@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "optional"
EMAIL_BATCH_SIZE = env_int("EMAIL_BATCH_SIZE", 500)
EMAIL_LEASE_SECONDS = env_int("EMAIL_LEASE_SECONDS", 600)

# The largest file of leads somebody may upload
IMPORT_MAX_BYTES = env_int("IMPORT_MAX_BYTES", 300_000_000)
# The largest document somebody may share with investors, and what those of a workspace may take together
DOCUMENT_MAX_BYTES = env_int("DOCUMENT_MAX_BYTES", 100 * 1024**2)
DOCUMENT_QUOTA_BYTES = env_int("DOCUMENT_QUOTA_BYTES", 5 * 1024**3)

# Backups (webox.dashboard.backup): where, how many, from which time of the day (UTC) on, and for whom
BACKUP_DIR = BASE_DIR / (env_str("BACKUP_DIR", "") or DATA_DIR / "backups")
BACKUP_KEEP = env_int("BACKUP_KEEP", 14)
BACKUP_AT = env_time("BACKUP_AT", "03:00")
BACKUP_VERIFY = env_bool("BACKUP_VERIFY", True)
BACKUP_RECIPIENTS = env_str("BACKUP_RECIPIENTS", "")
BACKUP_PASSPHRASE = env_str("BACKUP_PASSPHRASE", "")
BACKUP_IDENTITIES = env_str("BACKUP_IDENTITIES", "")

# Models that draft texts: who writes for workspaces that chose nobody (webox.ai.models.AIConfig.Provider)
AI_PROVIDER = env_choice("AI_PROVIDER", "offline", ("offline", "openai", "anthropic", "google", "mistral"))
AI_MODEL = env_str("AI_MODEL", "")
AI_BASE_URL = env_str("AI_BASE_URL", "")
AI_KEY = env_str("AI_KEY", "")
# Seconds one request to a provider may take, and its connection
AI_TIMEOUT_SECONDS = env_int("AI_TIMEOUT_SECONDS", 120)
AI_CONNECT_SECONDS = env_int("AI_CONNECT_SECONDS", 10)

# Work and the clock (Celery)
CELERY_BROKER_URL = REDIS_URL or "sqlitefile://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 3600, "unacked_restore_interval": 10, "unacked_restore_throttle": 1}
    if REDIS_URL
    else {"path": str(DATA_DIR / "broker.sqlite3"), "polling_interval": 0.05}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {
    "marketing.emails.tasks.send_campaign": {"queue": "long"},
    "crm.tasks.count_everyone": {"queue": "long"},
    "crm.tasks.learn": {"queue": "long"},
    "crm.tasks.run_operation": {"queue": "long"},
    "marketing.ads.tasks.pull_connection": {"queue": "long"},
    "marketing.ads.tasks.run_import": {"queue": "long"},
    "webox.ai.tasks.run_generation": {"queue": "long"},
    "webox.dashboard.tasks.back_up": {"queue": "long"},
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")


def tick(task, **every):
    """A task of the clock. While no worker is there its messages grow old: only the latest is worth doing.

    The clocks of two machines may be some seconds apart, so none grows old faster than that.
    """
    interval = timedelta(**every)
    expires = max(interval, timedelta(seconds=20)).total_seconds()
    return {"task": task, "schedule": interval, "options": {"expires": expires}}


CELERY_BEAT_SCHEDULE = {
    "ingest-tracking": tick("marketing.emails.tasks.ingest_tracking", seconds=2),
    "start-due-campaigns": tick("marketing.emails.tasks.start_due_campaigns", seconds=20),
    "sweep-campaigns": tick("marketing.emails.tasks.sweep_campaigns", seconds=30),
    "sweep-operations": tick("crm.tasks.sweep_operations", seconds=30),
    "forget-old-files": tick("crm.tasks.forget_old_files", hours=6),
    "sweep-scoring": tick("crm.tasks.sweep_scoring", minutes=5),
    "learn-from-closed-leads": tick("crm.tasks.learn_where_due", hours=1),
    "sweep-generations": tick("webox.ai.tasks.sweep_generations", seconds=30),
    "pull-ad-accounts": tick("marketing.ads.tasks.pull_due", minutes=5),
    "sweep-ad-imports": tick("marketing.ads.tasks.sweep_imports", seconds=30),
    "forget-old-ad-files": tick("marketing.ads.tasks.forget_old_files", hours=6),
    "keep-planned-interactions": tick("investors.tasks.keep_planned", minutes=5),
    "forget-old-documents": tick("investors.tasks.forget_old_files", hours=6),
    "back-up": tick("webox.dashboard.tasks.back_up_where_due", minutes=15),
    "forget-idempotency-keys": tick("webox.accounts.tasks.forget_idempotency_keys", hours=1),
}

# API (DRF, spectacular, JWT)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "webox.accounts.api.authentication.ApiKeyAuthentication",
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["webox.accounts.api.permissions.IsWorkspaceMember"],
    "DEFAULT_PAGINATION_CLASS": "webox.lib.pagination.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": [
        "webox.lib.filters.StrictFilterBackend",
        "webox.lib.filters.StrictOrderingFilter",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PARSER_CLASSES": ["webox.lib.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "webox.lib.problems.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "WeBox API",
    "VERSION": "1",
    "DESCRIPTION": "Funnels, email, CRM and analytics of one workspace.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # Hundreds of operations unfolded at once take a browser half a minute.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "docExpansion": "none", "defaultModelsExpandDepth": 0},
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api",
    "ENUM_NAME_OVERRIDES": {
        "AIProviderEnum": "webox.ai.models.AIConfig.Provider",
        "GenerationStateEnum": "webox.ai.models.Generation.State",
        "LeadStatusEnum": "crm.models.Lead.Status",
        "InvestorStageEnum": "investors.models.Investor.Stage",
        "InvestorTypeEnum": "investors.models.Investor.ClientType",
        "InvestorInteractionTypeEnum": "investors.models.Interaction.Type",
        "OperationKindEnum": "crm.models.Operation.Kind",
        "OperationStateEnum": "crm.models.Operation.State",
        "DeliveryStateEnum": "marketing.emails.models.Delivery.State",
        "CampaignStatusEnum": "marketing.emails.models.EmailCampaign.Status",
        "AdStatusEnum": "marketing.ads.models.campaigns.Status",
    },
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=30),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    # Who changes a password wants everybody out who knew the old one.
    "CHECK_REVOKE_TOKEN": True,
}

# Forms
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# Content-Security-Policy of the app's own pages; funnel pages and previews replace it
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "https:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"

# Logging
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s", "datefmt": "%H:%M:%S"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
    # A line for every tick of the clock, or for every request to a provider, would bury what matters.
    "loggers": {
        name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace", "httpx")
    }
    # Of every oddity it reads past
    | {"pypdf": {"level": "ERROR"}},
}
