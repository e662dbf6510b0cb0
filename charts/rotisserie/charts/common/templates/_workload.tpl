{{/* A role's workload: its Deployment and the objects that belong to it. (list scope role) */}}

{{/* Omitted if an autoscaler sets the number of pods. */}}
{{- define "common.replicas" -}}
{{- if not (or (.Values.autoscaling | default dict).enabled (.Values.keda | default dict).enabled) }}
replicas: {{ .Values.replicas }}
{{- end }}
{{- end }}

{{- define "common.deployment" -}}
{{- $scope := index . 0 }}{{ $role := index . 1 -}}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "common.metadata" $scope | nindent 2 }}
spec:
  {{- include "common.replicas" $scope | trim | nindent 2 }}
  revisionHistoryLimit: 5
  {{- with $role.minReadySeconds }}
  minReadySeconds: {{ . }}
  {{- end }}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {{- include "common.selector" $scope | nindent 6 }}
  template: {{- include "common.pod" . | nindent 4 }}
{{- end }}

{{/* role.service: type, port and settings of a service reachable from outside; empty for one inside the cluster. */}}
{{- define "common.service" -}}
{{- $scope := index . 0 }}{{ $role := index . 1 }}{{ $service := $role.service | default dict -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "common.metadata" $scope | nindent 2 }}
  {{- with $service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ $service.type | default "ClusterIP" }}
  {{- with $service.ipFamilyPolicy }}
  ipFamilyPolicy: {{ . }}
  {{- end }}
  {{- if has $service.type (list "NodePort" "LoadBalancer") }}
  externalTrafficPolicy: {{ $service.externalTrafficPolicy }}
  {{- end }}
  {{- if $service.loadBalancerSourceRanges }}
  {{- if ne $service.type "LoadBalancer" }}
  {{- fail (printf "%s.service.loadBalancerSourceRanges works with type LoadBalancer only" $scope.Chart.Name) }}
  {{- end }}
  loadBalancerSourceRanges: {{- toYaml $service.loadBalancerSourceRanges | nindent 4 }}
  {{- end }}
  selector: {{- include "common.selector" $scope | nindent 4 }}
  ports:
    - {name: {{ $role.portName | default "http" }}, port: {{ $service.port | default $role.port }}, targetPort: {{ $role.portName | default "http" }}, protocol: TCP}
{{- end }}

{{/* How many proxies are in front of the chart's own; takes the proxy's values. */}}
{{- define "common.trustedHops" -}}
{{- if kindIs "invalid" .trustedHops }}{{ ternary 1 0 (or .ingress.enabled .gateway.enabled) }}{{ else }}{{ .trustedHops | int }}{{ end }}
{{- end }}

{{- define "common.disruptionBudget" -}}
{{- if .Values.podDisruptionBudget.enabled -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{- include "common.metadata" . | nindent 2 }}
spec:
  maxUnavailable: {{ .Values.podDisruptionBudget.maxUnavailable }}
  selector:
    matchLabels: {{- include "common.selector" . | nindent 6 }}
{{- end }}
{{- end }}

{{- define "common.autoscaling" -}}
{{- if and .Values.autoscaling.enabled (.Values.keda | default dict).enabled }}
{{- fail (printf "%s: autoscaling.enabled and keda.enabled would both decide the number of pods: choose one" .Chart.Name) }}
{{- end }}
{{- if .Values.autoscaling.enabled -}}
{{- include "common.ordered" (list . "autoscaling") }}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{- include "common.metadata" . | nindent 2 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ include "common.name" . }}}
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: AverageValue, averageValue: {{ .Values.autoscaling.cpuMillicores }}m}}
  {{- with .Values.autoscaling.behavior }}
  behavior: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "common.ordered" -}}
{{- $limits := get (index . 0).Values (index . 1) }}
{{- if gt (int $limits.minReplicas) (int $limits.maxReplicas) }}
{{- fail (printf "%s.%s: minReplicas is %d, but maxReplicas is %d" (index . 0).Chart.Name (index . 1) (int $limits.minReplicas) (int $limits.maxReplicas)) }}
{{- end }}
{{- end }}

{{/* Scales on looks in progress, waiting or being taken: the size of `looks` in Redis. */}}
{{- define "common.keda" -}}
{{- if .Values.keda.enabled -}}
{{- include "common.ordered" (list . "keda") }}
{{- $global := .Values.global | default dict }}
{{- $ownRedis := not (or $global.existingSecret $global.redisUrl) }}
{{- $address := .Values.keda.redisAddress | default (ternary (printf "%s.%s.svc:6379" (include "common.nameOf" (list . "redis")) .Release.Namespace) "" $ownRedis) }}
{{- if not $address }}
{{- fail (printf "%s: keda.redisAddress (host:port) must be set, because KEDA cannot take it out of a Redis URL" .Chart.Name) }}
{{- end -}}
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {{- include "common.metadata" . | nindent 2 }}
spec:
  secretTargetRef:
    - {parameter: password, name: {{ $global.existingSecret | default (ternary (include "common.nameOf" (list . "redis")) (include "common.nameOf" (list . "urls")) $ownRedis) }}, key: REDIS_PASSWORD}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{- include "common.metadata" . | nindent 2 }}
spec:
  scaleTargetRef: {name: {{ include "common.name" . }}}
  minReplicaCount: {{ .Values.keda.minReplicas }}
  maxReplicaCount: {{ .Values.keda.maxReplicas }}
  pollingInterval: 5
  cooldownPeriod: 120
  triggers:
    - type: redis
      metricType: AverageValue
      metadata:
        address: {{ $address | quote }}
        listName: looks
        listLength: {{ .Values.keda.looksPerReplica | quote }}
        databaseIndex: "0"
        enableTLS: {{ .Values.keda.redisTls | quote }}
      authenticationRef: {name: {{ include "common.name" . }}}
{{- end }}
{{- end }}
