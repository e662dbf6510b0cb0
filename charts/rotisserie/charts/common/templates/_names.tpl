{{/* Names and labels of objects. Each define takes a chart's own scope. */}}

{{- define "common.name" -}}
{{ printf "%s-%s" (.Release.Name | trunc 40 | trimSuffix "-") .Chart.Name }}
{{- end }}

{{/* Another role of the same release: (list scope "redis"). */}}
{{- define "common.nameOf" -}}
{{ printf "%s-%s" ((index . 0).Release.Name | trunc 40 | trimSuffix "-") (index . 1) }}
{{- end }}

{{/* Name and instance only: a selector cannot be changed later. */}}
{{- define "common.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "common.labels" -}}
{{ include "common.selector" . }}
app.kubernetes.io/part-of: rotisserie
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "common.metadata" -}}
name: {{ include "common.name" . }}
namespace: {{ .Release.Namespace }}
labels: {{- include "common.labels" . | nindent 2 }}
{{- end }}

{{/* One of the two Rotisserie images: (list scope "web"). */}}
{{- define "common.image" -}}
{{- $global := (index . 0).Values.global | default dict }}
{{- $registry := $global.imageRegistry | default "" | trimSuffix "/" }}
{{- $tag := $global.imageTag | default (index . 0).Chart.AppVersion }}
{{- $name := printf "%srotisserie-%s" (ternary "" (printf "%s/" $registry) (empty $registry)) (index . 1) }}
{{- include "common.imageOf" (dict "repository" $name "tag" $tag "digest" (get ($global.imageDigests | default dict) (index . 1))) }}
{{- end }}

{{- define "common.imageOf" -}}
{{ .repository }}:{{ .tag }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/* The arena's address follows from the release's name, so that no role needs another's values. */}}
{{- define "common.arenaAddress" -}}
{{ include "common.nameOf" (list . "arena") }}:8090
{{- end }}
