"""Published cases for programs that speak Open311 GeoReport v2, read-only: https://wiki.open311.org/GeoReport_v2/."""
