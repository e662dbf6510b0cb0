#!/bin/sh
# Writes down what nginx cannot read from its environment, then becomes nginx.
#
# WEB             host:port of the site
# ARENA           host:port of the arena, whether it is enabled or not
# HOSTS           host names that are served, separated by spaces; empty: any
# TRUSTED_HOPS    proxies in front of this one; each has appended an address to X-Forwarded-For. 0: clients connect directly
# RATE, BURST     requests per second per client address, and how many more at once; RATE 0: no limit
set -eu
umask 077
given=/tmp/nginx
mkdir -p "$given"

# At run time nginx uses its own resolver, which knows no search domains; in a cluster the first one is the namespace's.
resolv=${RESOLV_CONF:-/etc/resolv.conf}
servers=$(awk '$1 == "nameserver" { print ($2 ~ /:.*:/) ? "[" $2 "]" : $2 }' "$resolv" | tr '\n' ' ')
domain=$(awk '$1 == "search" && $2 ~ /\.svc\./ { print $2 }' "$resolv")
arena_name=${ARENA%:*}

{
    # Listed twice, so that a request on a connection that a terminating pod cuts is retried on another pod.
    # The site closes connections that were idle for five seconds: close them first, or a request may meet one that is closing.
    echo "upstream web { server $WEB max_fails=0; server $WEB max_fails=0; keepalive 32; keepalive_timeout 3s; }"
    [ -z "$servers" ] || echo "resolver $servers valid=5s;"
    # A variable, so that nginx starts without the arena.
    echo "map \$host \$arena { default \"$arena_name${domain:+.$domain}:${ARENA##*:}\"; }"
    # The client is the entry that the outermost trusted proxy appended; anybody can write what is to the left of it.
    echo 'map $http_x_forwarded_for $client { default $remote_addr;'
    [ "$TRUSTED_HOPS" = 0 ] || cat << END
"~(?:^|,)\s*(?<v4>[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::[0-9]+)?\s*(?:,[^,]*){$((TRUSTED_HOPS - 1))}$" \$v4;
"~(?:^|,)\s*\[?(?<v6>[0-9a-fA-F:.]{2,45})(?:\](?::[0-9]+)?)?\s*(?:,[^,]*){$((TRUSTED_HOPS - 1))}$" \$v6;
END
    echo '}'
    [ "$RATE" = 0 ] || echo "limit_req_zone \$client zone=client:10m rate=${RATE}r/s;"
} > "$given/http.conf"
{
    [ "$RATE" = 0 ] || echo "limit_req zone=client burst=$BURST nodelay;"
} > "$given/limit.conf"
{
    echo "sub_filter 'http://$ARENA/live/' '\$proto://\$http_host/live/';"
} > "$given/arena.conf"
# The kernel has no such file where IPv6 is off, and nginx would end where it cannot listen.
ipv6=""
[ ! -s "${IF_INET6:-/proc/net/if_inet6}" ] || ipv6="listen [::]:8080"
echo "listen 8080;${ipv6:+ $ipv6;}" > "$given/listen.conf"
if [ -n "$HOSTS" ]; then
    echo "server_name $HOSTS;" > "$given/names.conf"
    echo "server { listen 8080 default_server;${ipv6:+ $ipv6 default_server;} location = /-/alive { access_log off; return 200; } location / { return 404; } }" \
        > "$given/others.conf"
else
    echo "server_name _;" > "$given/names.conf"
    : > "$given/others.conf"
fi

# nginx ends at once if it cannot look the site up: while cluster DNS is away, or the Service is not there yet.
conf=${NGINX_CONF:-/etc/rotisserie/nginx.conf}
while ! said=$(nginx -e stderr -c "$conf" -t -q 2>&1); do
    case $said in
        *"host not found in upstream"*) echo "waiting until ${WEB%:*} can be resolved" >&2 ;;
        *) echo "$said" >&2; exit 1 ;;
    esac
    sleep 1
done
exec nginx -e stderr -c "$conf" -g 'daemon off;'
