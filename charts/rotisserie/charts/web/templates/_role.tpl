{{- define "web.env" -}}
{{ include "common.env.REDIS_URL" . }}
{{ include "common.env.otherRedis" . | trim }}
{{ include "common.env.DATABASE_URL" . }}
{{ include "common.env.SECRET_KEY" . }}
- name: ALLOWED_HOSTS
  value: {{ .Values.allowedHosts | join "," | quote }}
- {name: TRUSTED_PROXY_HOPS, value: {{ .Values.trustedProxyHops | quote }}}
{{ include "common.env.ALLOWED_STREAM_HOSTS" . }}
- name: EMBEDDED_PLAYERS
  value: {{ .Values.embeddedPlayers | join "," | default "none" | quote }}
- name: ARENA_URL
  value: {{ printf "http://%s" (include "common.arenaAddress" .) | quote }}
{{ include "common.env.LOG_FORMAT" . }}
{{ include "common.env.HOME" . }}
{{- end }}

{{/* Once ready, a pod stays ready without Redis or the database: it serves its last known answers, as any other pod would. */}}
{{- define "web.role" -}}
image: {{ include "common.image" (list . "web") }}
command: [uvicorn, "webapp.asgi:application", --host, "", --port, "8000", --log-level, warning, --no-server-header, --timeout-graceful-shutdown, "20"]
port: 8000
secret: true
graceSeconds: 45
startup: {httpGet: {path: /healthz, port: http}, periodSeconds: 2, failureThreshold: 90, timeoutSeconds: 2}
readiness: {httpGet: {path: /readyz, port: http}, periodSeconds: 3, failureThreshold: 10, timeoutSeconds: 5}
liveness: {httpGet: {path: /healthz, port: http}, periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5, terminationGracePeriodSeconds: 10}
lifecycle: {preStop: {sleep: {seconds: 5}}}
{{- end }}

{{/* Not empty when a migration has to wait for this upgrade: a Secret that it reads is not in the cluster yet as the upgrade
will have it, or the chart's own database is not. Where the cluster cannot be asked (`helm template`), nothing changes. */}}
{{- define "web.migratesLater" -}}
{{- $namespace := .Release.Namespace }}{{ $global := .Values.global | default dict }}
{{- if (lookup "v1" "Secret" $namespace "").items }}
{{- if not (lookup "v1" "Secret" $namespace (include "common.ownSecret" .)) }}web{{ end }}
{{- if not (or $global.existingSecret $global.databaseUrl (lookup "apps/v1" "StatefulSet" $namespace (include "common.nameOf" (list . "postgres")))) }}postgres{{ end }}
{{- range $url := list (list "databaseUrl" "postgres" "DATABASE_URL") (list "redisUrl" "redis" "REDIS_URL") }}
{{- $standing := get ((lookup "v1" "Secret" $namespace (include "common.urlSecret" (prepend $url $ | initial))).data | default dict) (last $url) }}
{{- $wanted := ternary $standing (get $global (first $url) | default "" | b64enc | default $standing) (not (empty $global.existingSecret)) }}
{{- if or (empty $standing) (ne $standing $wanted) }}{{ first $url }}{{ end }}
{{- end }}
{{- end }}
{{- end }}
