{{/* The pod of any role. (list scope role), where role sets:

  image, command, env, port, startup, readiness, liveness, lifecycle, volumes, mounts, graceSeconds, secret, annotations, job

Pods meet the restricted pod security standard, and their root is read-only. */}}

{{/* Takes the user's ID; empty if the cluster assigns one. */}}
{{- define "common.podSecurity" -}}
runAsNonRoot: true
{{- with . }}
runAsUser: {{ int . }}
runAsGroup: {{ int . }}
fsGroup: {{ int . }}
fsGroupChangePolicy: OnRootMismatch
{{- end }}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "common.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Which nodes a pod may run on, and how its image is pulled: the role's own value, else the global one. */}}
{{- define "common.placement" -}}
{{- $values := .Values }}{{ $global := .Values.global | default dict }}
{{- range $name := list "imagePullSecrets" "nodeSelector" "tolerations" "affinity" }}
{{- with get $values $name | default (get $global $name) }}
{{ $name }}: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "common.pod" -}}
{{- $scope := index . 0 }}{{ $role := index . 1 }}{{ $values := $scope.Values }}{{ $global := $values.global | default dict }}
{{- $env := printf "%s\n%s" $role.env (include "common.env.ca" $scope) | trim }}
{{- $own := list }}
{{- range fromYamlArray $env }}{{ $own = append $own .name }}{{ end }}
{{- range $values.extraEnv }}
{{- if has .name $own }}{{ fail (printf "%s.extraEnv: %s is set by the chart, and the API server takes no name twice" $scope.Chart.Name .name) }}{{ end }}
{{- end -}}
metadata:
  labels:
    {{- with $role.job }}
    app.kubernetes.io/name: {{ . }}
    app.kubernetes.io/instance: {{ $scope.Release.Name }}
    {{- else }}
    {{- include "common.selector" $scope | nindent 4 }}
    {{- end }}
    app.kubernetes.io/part-of: rotisserie
    {{- with $values.podLabels }}{{ toYaml . | nindent 4 }}{{ end }}
  {{- if or $role.secret $role.annotations $values.podAnnotations }}
  annotations:
    {{- if $role.secret }}
    checksum/secret: {{ include "common.secretChecksum" $scope | quote }}
    {{- end }}
    {{- with $role.annotations }}{{ toYaml . | nindent 4 }}{{ end }}
    {{- with $values.podAnnotations }}{{ toYaml . | nindent 4 }}{{ end }}
  {{- end }}
spec:
  {{- with $values.serviceAccountName }}
  serviceAccountName: {{ . }}
  {{- end }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ ternary $role.graceSeconds $values.terminationGracePeriodSeconds (or (not (empty $role.job)) (kindIs "invalid" $values.terminationGracePeriodSeconds)) }}
  {{- if $role.job }}
  restartPolicy: Never
  {{- end }}
  securityContext: {{- include "common.podSecurity" $values.runAsUser | nindent 4 }}
  {{- with include "common.placement" $scope | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- with $values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $values.dnsConfig }}
  dnsConfig: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if not $role.job }}
  topologySpreadConstraints:
    {{- with $values.topologySpreadConstraints }}
    {{- toYaml . | nindent 4 }}
    {{- else }}
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "common.selector" $scope | nindent 10 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ $role.job | default $scope.Chart.Name }}
      image: {{ $role.image }}
      imagePullPolicy: {{ $values.imagePullPolicy | default "IfNotPresent" }}
      command: {{- toYaml $role.command | nindent 8 }}
      env:
        {{- $env | nindent 8 }}
        {{- with $values.extraEnv }}{{ toYaml . | nindent 8 }}{{ end }}
      {{- with $role.port }}
      ports:
        - {name: {{ $role.portName | default "http" }}, containerPort: {{ . }}, protocol: TCP}
      {{- end }}
      {{- range $name := list "startup" "readiness" "liveness" }}
      {{- with get $role $name }}
      {{ $name }}Probe: {{- mergeOverwrite . (get ($values.probes | default dict) $name | default dict) | toYaml | nindent 8 }}
      {{- end }}
      {{- end }}
      {{- with $role.lifecycle }}
      lifecycle: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- if $role.job }}
      # `kubectl describe pod` then shows why it failed.
      terminationMessagePolicy: FallbackToLogsOnError
      {{- end }}
      resources: {{- toYaml (ternary $values.jobResources $values.resources (and (not (empty $role.job)) (not (empty $values.jobResources)))) | nindent 8 }}
      securityContext: {{- include "common.containerSecurity" $scope | nindent 8 }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        {{- with $role.mounts }}{{ toYaml . | nindent 8 }}{{ end }}
        {{- if $global.caConfigMap }}
        - {name: ca, mountPath: /etc/rotisserie-ca, readOnly: true}
        {{- end }}
        {{- with $values.extraVolumeMounts }}{{ toYaml . | nindent 8 }}{{ end }}
  volumes:
    - name: tmp
      emptyDir: {sizeLimit: {{ $role.tmpSize | default "256Mi" }}}
    {{- with $role.volumes }}{{ toYaml . | nindent 4 }}{{ end }}
    {{- with $global.caConfigMap }}
    - {name: ca, configMap: {name: {{ . }}}}
    {{- end }}
    {{- with $values.extraVolumes }}{{ toYaml . | nindent 4 }}{{ end }}
{{- end }}

{{/* The heart of a Celery process: a file touched every few seconds. A shell and a look at it cost less than a Python process.
(dict "age" seconds "every" seconds "failures" count "grace" seconds) */}}
{{- define "common.heartbeatProbe" -}}
exec:
  command: [sh, -c, 'test -n "$(find /tmp/heartbeat -newermt "{{ .age }} seconds ago" 2>/dev/null)"']
periodSeconds: {{ .every }}
timeoutSeconds: 5
failureThreshold: {{ .failures }}
{{- with .grace }}
terminationGracePeriodSeconds: {{ . }}
{{- end }}
{{- end }}

{{/* Probes of the three kinds of workers. A worker becomes ready once it consumes its queue and stays ready: a rollout stops
at pods that cannot, and an outage of Redis makes no pod unready. A hung worker does not react to SIGTERM either, so it gets
less time than one that shuts down properly. */}}
{{- define "common.workerProbes" -}}
startup: {{- include "common.heartbeatProbe" (dict "age" 30 "every" 2 "failures" 90) | nindent 2 }}
readiness: {exec: {command: [test, -e, /tmp/heartbeat.ready]}, periodSeconds: 2, failureThreshold: 3, timeoutSeconds: 5}
liveness: {{- include "common.heartbeatProbe" (dict "age" 30 "every" 5 "failures" 2 "grace" 10) | nindent 2 }}
minReadySeconds: 10
{{- end }}
