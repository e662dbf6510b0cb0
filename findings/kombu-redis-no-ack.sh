#!/bin/sh
# kombu-redis-no-ack: with Redis, messages of a queue that is consumed with no_ack=True are acknowledged all the same.
# Expected: Message.ack() of such a message does nothing, as with RabbitMQ; so a Celery queue with no_ack=True is cheap.
# Seen: each sends MULTI, ZREM, HDEL and EXEC, and leaves its tag in the consumer's memory until the connection ends
#       (kombu 5.7.0, redis 8.1.0, Redis 7.0). Needs redis-server.
set -eu
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "kombu[redis]==5.7.0" redis==8.1.0
redis-server --port 0 --unixsocket "$folder/redis.sock" --save "" --dir "$folder" >/dev/null &
server=$!
"$folder/venv/bin/python" - "$folder/redis.sock" <<'PYTHON'
import os
import sys
import time

import kombu
import redis

MESSAGES = 50
path = sys.argv[1]
while not os.path.exists(path):
    time.sleep(0.05)
client = redis.Redis(unix_socket_path=path)

with kombu.Connection(f"redis+socket://{path}") as connection:
    queue, taken = kombu.Queue("looks", no_ack=True), []
    producer = connection.Producer()
    for number in range(MESSAGES):
        producer.publish({"number": number}, routing_key="looks", declare=[queue])
    with connection.Consumer(queue, callbacks=[lambda _, message: taken.append(message)]) as consumer:
        while len(taken) < MESSAGES:
            connection.drain_events(timeout=5)
        client.config_resetstat()
        for message in taken:
            message.ack()
        stats = client.info("commandstats")
        sent = {name: stats.get(f"cmdstat_{name}", {"calls": 0})["calls"] for name in ("multi", "zrem", "hdel", "exec")}
        kept = len(consumer.channel.qos._dirty)

print("kombu", kombu.__version__, "redis", redis.__version__, "Redis", client.info("server")["redis_version"])
print(f"expected: {MESSAGES} messages taken with no_ack=True and acknowledged: no command, nothing kept")
print(f"seen:     {sent}; {kept} tags kept")
still = set(sent.values()) == {MESSAGES} and kept == MESSAGES
sys.exit(0 if still else "the finding no longer holds")
PYTHON
