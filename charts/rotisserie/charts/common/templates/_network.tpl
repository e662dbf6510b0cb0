{{/* Network policy of a role: its ingress and egress. (list scope rules), where rules says:

  name     name of the pods, if it is not the chart's
  from     roles that may connect to `port`; anyone: true if everybody may
  to       roles it may connect to: redis, postgres, web, arena
  internet true: public addresses, never private ones
  dns      true by default */}}

{{- define "common.podsOf" -}}
podSelector:
  matchLabels:
    app.kubernetes.io/name: {{ index . 1 }}
    app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end }}

{{/* An external service may be anywhere; its port is known if the URL is in global. Sentinels have one each, and what they name
has the usual one. (list scope urlKey port) */}}
{{- define "common.externalPorts" -}}
{{- $url := get ((index . 0).Values.global | default dict) (index . 1) | default "" }}
{{- $usual := toString (index . 2) }}
{{- $watched := contains "+sentinel://" $url }}
{{- $ports := ternary (list $usual) list $watched }}
{{- range regexReplaceAll "^[^/]*//([^/?]*@)?([^/?]*).*$" $url "${2}" | splitList "," }}
{{- $ports = regexFind "[0-9]+$" (regexFind ":[0-9]+$" .) | default (ternary "26379" $usual $watched) | append $ports }}
{{- end }}
{{- range $place, $port := uniq $ports }}{{ if $place }}, {{ end }}{port: {{ $port }}, protocol: TCP}{{ end }}
{{- end }}

{{/* A policy sees the port of the DNS pod, not of its Service: 53, or 5353 on OpenShift. */}}
{{- define "common.dnsPorts" -}}
[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}, {port: 5353, protocol: UDP}, {port: 5353, protocol: TCP}]
{{- end }}

{{- define "common.networkPolicy" -}}
{{- $scope := index . 0 }}{{ $rules := index . 1 }}{{ $global := $scope.Values.global | default dict }}
{{- $ports := dict "redis" 6379 "postgres" 5432 "web" 8000 "arena" 8090 "proxy" 8080 }}
{{- $urls := dict "redis" "redisUrl" "postgres" "databaseUrl" }}
{{- if $scope.Values.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "common.nameOf" (list $scope ($rules.name | default $scope.Chart.Name)) }}
  namespace: {{ $scope.Release.Namespace }}
  labels: {{- include "common.labels" $scope | nindent 4 }}
spec:
  {{- include "common.podsOf" (list $scope ($rules.name | default $scope.Chart.Name)) | nindent 2 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- if $rules.anyone }}
    - ports: [{port: {{ $rules.port }}, protocol: TCP}]
    {{- else if $rules.from }}
    - ports: [{port: {{ $rules.port }}, protocol: TCP}]
      from:
        {{- range $rules.from }}
        - {{- include "common.podsOf" (list $scope .) | nindent 10 }}
        {{- end }}
        {{- range $rules.namespaces }}
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ . }}}}
        {{- end }}
    {{- end }}
    {{- if not $rules.name }}
    {{- with $scope.Values.networkPolicy.extraIngress }}{{ toYaml . | nindent 4 }}{{ end }}
    {{- end }}
    {{- if not (or $rules.anyone $rules.from $scope.Values.networkPolicy.extraIngress) }} []{{ end }}
  egress:
    {{- if ne (toString $rules.dns) "false" }}
    - ports: {{ include "common.dnsPorts" $scope }}
    {{- end }}
    {{- range $rules.to }}
    {{- $url := get $urls . }}
    {{- if and $url (or $global.existingSecret (get $global $url)) }}
    - ports: [{{ include "common.externalPorts" (list $scope $url (get $ports .)) }}]
    {{- else }}
    - ports: [{port: {{ get $ports . }}, protocol: TCP}]
      to:
        - {{- include "common.podsOf" (list $scope .) | nindent 10 }}
    {{- end }}
    {{- range ternary (list "brokerUrl" "looksUrl") list (eq . "redis") }}
    {{- if get $global . }}
    - ports: [{{ include "common.externalPorts" (list $scope . (get $ports "redis")) }}]
    {{- end }}
    {{- end }}
    {{- end }}
    {{- if $rules.internet }}
    - to:
        - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16]}
        - ipBlock: {cidr: "::/0", except: ["fc00::/7", "fe80::/10"]}
    {{- end }}
    {{- with $scope.Values.networkPolicy.extraEgress }}{{ toYaml . | nindent 4 }}{{ end }}
    {{- if and (eq (toString $rules.dns) "false") (not $rules.to) (not $scope.Values.networkPolicy.extraEgress) }} []{{ end }}
{{- end }}
{{- end }}
