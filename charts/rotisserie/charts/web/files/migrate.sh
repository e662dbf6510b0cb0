# Waits up to $1 seconds for the database, then migrates once.
ends_at=$(($(date +%s) + $1))
# Without a pool, which would only say that it has no connection.
connect='
import django
from django.conf import settings
from django.db import connection
settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)
django.setup()
connection.ensure_connection()
'
until said=$(DJANGO_SETTINGS_MODULE=webapp.settings python -c "$connect" 2>&1); do
    said=$(echo "$said" | grep '^[^[:space:]]' | tail -n 1)
    if [ "$(date +%s)" -ge "$ends_at" ]; then
        echo "migrate: the database did not answer: $said" >&2
        exit 1
    fi
    echo "migrate: waiting for the database: $said"
    sleep 2
done
python manage.py migrate --noinput
