import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gisti_cms.settings.base")
django.setup()

from django.conf import settings  # noqa: E402 (there are none before)

from gisti_cms import headers  # noqa: E402
from gisti_cms.front import Front  # noqa: E402
from offices.publishing.keys import store  # noqa: E402

application = Front(
    get_wsgi_application(),
    store(),
    headers.of_files(),
    zone=settings.TIME_ZONE,
    only_https=settings.SECURE_SSL_REDIRECT,
)
