{{/* The platforms' credentials, each of which may be missing, and where their APIs are. `helm upgrade --reuse-values` from a chart
that knew fewer platforms leaves out a whole group. */}}
{{- define "control.platforms" -}}
{{- $secret := include "common.ownSecret" . }}
{{- range list "TWITCH_CLIENT_ID" "TWITCH_CLIENT_SECRET" "KICK_CLIENT_ID" "KICK_CLIENT_SECRET" "YOUTUBE_API_KEY" }}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ . }}, optional: true}}
{{- end }}
{{- range $name := list "twitch" "kick" "youtube" }}
{{- with get $.Values $name }}
- {name: {{ upper $name }}_API_URL, value: {{ .apiUrl | quote }}}
{{- with .authUrl }}
- {name: {{ upper $name }}_AUTH_URL, value: {{ . | quote }}}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
