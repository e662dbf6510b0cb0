{{/* A generated value is kept: the operator's value, else the one in the cluster, else a new one.
(list scope secretName key given) */}}
{{- define "common.kept" -}}
{{- $scope := index . 0 }}{{ $given := index . 3 | default "" }}
{{- $standing := (lookup "v1" "Secret" $scope.Release.Namespace (index . 1)).data | default dict }}
{{- $given | default (get $standing (index . 2) | b64dec) | default (randAlphaNum 48) }}
{{- end }}

{{/* A password, escaped for use in a URL. */}}
{{- define "common.inUrl" -}}
{{ . | urlquery | replace "+" "%20" }}
{{- end }}
