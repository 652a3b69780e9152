"""The same settings with a fast password hasher and plain static files; migrations stay on."""

import os
import tempfile

os.environ.setdefault("GOVOPEN_VAR", tempfile.mkdtemp(prefix="govopen-test-"))
os.environ.setdefault("GOVOPEN_HTTPS", "0")

from govopen.settings import *  # noqa: F403  (settings inherit by import; the environment comes first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["*"]
DEMO = True
PUBLIC_SITE = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# Background work is done at once, by whoever asks for it.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
