"""Django as WSGI: runs in the thread pool beside the feed (see `yingda.asgi`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yingda.settings")
application = get_wsgi_application()
