package dev.holdfast.forwarder.otlp;

/** Field numbers, enum values and header values of OTLP/HTTP metrics, each in the one place that knows it. */
final class OtlpFormat {
    /** {@code ExportMetricsServiceRequest { repeated ResourceMetrics resource_metrics = 1; }}. */
    static final int REQUEST_RESOURCE_METRICS = 1;

    /** {@code ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; string schema_url = 3; }}. */
    static final int RESOURCE_METRICS_RESOURCE = 1;

    static final int RESOURCE_METRICS_SCOPE_METRICS = 2;
    static final int RESOURCE_METRICS_SCHEMA_URL = 3;

    /** {@code Resource { repeated KeyValue attributes = 1; }}. */
    static final int RESOURCE_ATTRIBUTES = 1;

    /** {@code ScopeMetrics { InstrumentationScope scope = 1; repeated Metric metrics = 2; string schema_url = 3; }}. */
    static final int SCOPE_METRICS_SCOPE = 1;

    static final int SCOPE_METRICS_METRICS = 2;
    static final int SCOPE_METRICS_SCHEMA_URL = 3;

    /** {@code InstrumentationScope { string name = 1; }}. */
    static final int SCOPE_NAME = 1;

    /** {@code Metric { string name = 1; string description = 2; string unit = 3; oneof { Gauge gauge = 5; Sum sum = 7; } }}. */
    static final int METRIC_NAME = 1;

    static final int METRIC_DESCRIPTION = 2;
    static final int METRIC_UNIT = 3;
    static final int METRIC_GAUGE = 5;
    static final int METRIC_SUM = 7;

    /** {@code Gauge { repeated NumberDataPoint data_points = 1; }}, and the same in {@code Sum}. */
    static final int DATA_POINTS = 1;

    /** {@code Sum { AggregationTemporality aggregation_temporality = 2; bool is_monotonic = 3; }}. */
    static final int SUM_TEMPORALITY = 2;

    static final int SUM_MONOTONIC = 3;

    /** {@code AGGREGATION_TEMPORALITY_CUMULATIVE}: a value is what was counted since the start time. */
    static final int CUMULATIVE = 2;

    /** {@code NumberDataPoint { fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3; }}. */
    static final int POINT_START_TIME = 2;

    static final int POINT_TIME = 3;

    /** {@code NumberDataPoint { oneof { double as_double = 4; } }}. */
    static final int POINT_DOUBLE = 4;

    /** {@code NumberDataPoint { repeated KeyValue attributes = 7; uint32 flags = 8; }}. */
    static final int POINT_ATTRIBUTES = 7;

    static final int POINT_FLAGS = 8;

    /** The flag of a point without a value: the series ended, or its source is gone. */
    static final int NO_RECORDED_VALUE = 1;

    /** {@code KeyValue { string key = 1; AnyValue value = 2; }}. */
    static final int KEY_VALUE_KEY = 1;

    static final int KEY_VALUE_VALUE = 2;

    /** {@code AnyValue { oneof { string string_value = 1; int64 int_value = 3; } }}. */
    static final int ANY_STRING = 1;

    static final int ANY_INT = 3;

    /** {@code ExportMetricsServiceResponse { ExportMetricsPartialSuccess partial_success = 1; }}. */
    static final int RESPONSE_PARTIAL_SUCCESS = 1;

    /** {@code ExportMetricsPartialSuccess { int64 rejected_data_points = 1; string error_message = 2; }}. */
    static final int PARTIAL_REJECTED = 1;

    static final int PARTIAL_MESSAGE = 2;

    /** {@code google.rpc.Status { int32 code = 1; string message = 2; }}. */
    static final int STATUS_MESSAGE = 2;

    static final String CONTENT_TYPE = "application/x-protobuf";
    static final String CONTENT_ENCODING = "gzip";

    /** A request that is longer before compression is not even made, bytes: a sixteenth of what receivers take. */
    static final int REQUEST_BYTES_MAX = 4 << 20;

    private OtlpFormat() {}
}
