{{- define "control.twitch" -}}
- name: TWITCH_CLIENT_ID
  valueFrom: {secretKeyRef: {name: {{ include "common.ownSecret" . }}, key: TWITCH_CLIENT_ID, optional: true}}
- name: TWITCH_CLIENT_SECRET
  valueFrom: {secretKeyRef: {name: {{ include "common.ownSecret" . }}, key: TWITCH_CLIENT_SECRET, optional: true}}
- {name: TWITCH_API_URL, value: {{ .Values.twitch.apiUrl | quote }}}
- {name: TWITCH_AUTH_URL, value: {{ .Values.twitch.authUrl | quote }}}
{{- end }}
