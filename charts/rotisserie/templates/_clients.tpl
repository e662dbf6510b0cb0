{{/* Which client address the site and the rate limit see: a paragraph for the notes. */}}
{{- define "rotisserie.clients" -}}
{{- $values := .Values.proxy }}{{ $type := $values.service.type }}
{{- $hops := include "common.trustedHops" $values | int }}
{{- $limit := $values.rateLimit.requestsPerSecond | int }}
{{- $shared := printf "the limit of %d requests per second and login lockouts then apply to all of them together" $limit }}
Client addresses:
{{- if $hops }}
    Taken from X-Forwarded-For, entry {{ $hops }} from the right (proxy.trustedHops={{ $hops }}). Wrong if the number of proxies in front of
    this one is different: too low, and all clients share one address; too high, and clients can forge theirs.
{{- else if and (ne $type "ClusterIP") (eq $values.service.externalTrafficPolicy "Cluster") }}
    WARNING: externalTrafficPolicy=Cluster hides clients behind the addresses of the nodes;
    {{ $shared }}.
    Set proxy.service.externalTrafficPolicy=Local, or proxy.trustedHops if an HTTP load balancer sets X-Forwarded-For.
{{- else if ne $type "ClusterIP" }}
    Kept (externalTrafficPolicy=Local), and X-Forwarded-For is ignored. Only nodes that run a proxy pod accept connections.
    If an HTTP load balancer or CDN is in front, set proxy.trustedHops to their number; otherwise all clients share its address.
{{- else }}
    Those that connect to the service; X-Forwarded-For is ignored. If you put an ingress controller of your own in front, set
    proxy.trustedHops=1; otherwise all clients share its address, and {{ $shared }}.
{{- end }}
{{- end }}
