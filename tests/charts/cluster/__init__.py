"""As much of a cluster as the chart's tests need."""
