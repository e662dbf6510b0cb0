{{/* A single pod with data, on a volume or deleted with the pod. (list scope role), role as for common.pod */}}
{{- define "common.statefulSet" -}}
{{- $scope := index . 0 }}{{ $role := index . 1 }}{{ $persistence := $scope.Values.persistence }}
{{- if not $persistence.enabled }}
{{- $_ := set $role "volumes" (append ($role.volumes | default list) (dict "name" "data" "emptyDir" dict)) }}
{{- end -}}
apiVersion: apps/v1
kind: StatefulSet
metadata: {{- include "common.metadata" $scope | nindent 2 }}
spec:
  replicas: 1
  serviceName: {{ include "common.name" $scope }}
  revisionHistoryLimit: 5
  selector:
    matchLabels: {{- include "common.selector" $scope | nindent 6 }}
  template: {{- include "common.pod" (list $scope $role) | nindent 4 }}
  {{- if $persistence.enabled }}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        {{- with $persistence.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
        resources: {requests: {storage: {{ $persistence.size }}}}
  {{- end }}
{{- end }}
