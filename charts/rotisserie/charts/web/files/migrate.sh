# Waits up to $1 seconds for the database, then migrates once.
ends_at=$(($(date +%s) + $1))
until said=$(python manage.py showmigrations --plan 2>&1 >/dev/null); do
    said=$(echo "$said" | grep '^[^[:space:]]' | tail -n 1)
    if [ "$(date +%s)" -ge "$ends_at" ]; then
        echo "migrate: the database did not answer: $said" >&2
        exit 1
    fi
    echo "migrate: waiting for the database: $said"
    sleep 2
done
python manage.py migrate --noinput
