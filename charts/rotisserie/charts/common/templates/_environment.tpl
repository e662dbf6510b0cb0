{{/* Environment variables and where they come from: one define each, given a chart's scope. */}}

{{/* The Secret that holds a URL: an existing one, the one created from the URL in global, or that of the chart's own service. */}}
{{- define "common.urlSecret" -}}
{{- $scope := index . 0 }}{{ $global := $scope.Values.global | default dict }}
{{- if $global.existingSecret }}{{ $global.existingSecret }}
{{- else if get $global (index . 1) }}{{ include "common.nameOf" (list $scope "urls") }}
{{- else }}{{ include "common.nameOf" (list $scope (index . 2)) }}{{ end }}
{{- end }}

{{/* A role's own Secret, unless there is an existing one for everything. */}}
{{- define "common.ownSecret" -}}
{{ (.Values.global | default dict).existingSecret | default (include "common.name" .) }}
{{- end }}

{{- define "common.env.REDIS_URL" -}}
- name: REDIS_URL
  valueFrom: {secretKeyRef: {name: {{ include "common.urlSecret" (list . "redisUrl" "redis") }}, key: REDIS_URL}}
{{- end }}

{{/* Redis for the queues, and for looks and pictures: that of REDIS_URL where they have none of their own. */}}
{{- define "common.env.otherRedis" -}}
{{- $secret := (.Values.global | default dict).existingSecret | default (include "common.nameOf" (list . "urls")) }}
- name: BROKER_URL
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: BROKER_URL, optional: true}}
- name: LOOKS_URL
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: LOOKS_URL, optional: true}}
{{- end }}

{{- define "common.env.DATABASE_URL" -}}
- name: DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ include "common.urlSecret" (list . "databaseUrl" "postgres") }}, key: DATABASE_URL}}
{{- end }}

{{- define "common.env.SECRET_KEY" -}}
- name: SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ (.Values.global | default dict).existingSecret | default (include "common.nameOf" (list . "web")) }}, key: SECRET_KEY}}
{{- end }}

{{- define "common.env.ALLOWED_STREAM_HOSTS" -}}
- name: ALLOWED_STREAM_HOSTS
  value: {{ prepend (.Values.allowedStreamHosts | default list) (include "common.arenaAddress" .) | join "," | quote }}
{{- end }}

{{/* /tmp is the only writable folder. */}}
{{- define "common.env.HOME" -}}
- {name: HOME, value: /tmp}
- {name: XDG_CACHE_HOME, value: /tmp/cache}
{{- end }}

{{- define "common.env.LOG_FORMAT" -}}
- {name: LOG_FORMAT, value: {{ (.Values.global | default dict).logFormat | default "text" }}}
{{- end }}

{{- define "common.env.HEARTBEAT_FILE" -}}
- {name: HEARTBEAT_FILE, value: /tmp/heartbeat}
{{- end }}

{{/* OpenSSL's own variable, and that of requests, which does not read it. */}}
{{- define "common.env.ca" -}}
{{- if (.Values.global | default dict).caConfigMap }}
- {name: SSL_CERT_FILE, value: /etc/rotisserie-ca/ca.crt}
- {name: REQUESTS_CA_BUNDLE, value: /etc/rotisserie-ca/ca.crt}
{{- end }}
{{- end }}

{{/* Changes with the secrets that an operator sets; never with generated ones. */}}
{{- define "common.secretChecksum" -}}
{{- $global := .Values.global | default dict }}
{{- list $global.existingSecret $global.redisUrl $global.brokerUrl $global.looksUrl $global.databaseUrl .Values.secretKey .Values.twitch .Values.kick .Values.youtube .Values.password | toJson | sha256sum | trunc 16 }}
{{- end }}
