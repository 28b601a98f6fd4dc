package dev.holdfast.forwarder.remotewrite;

/** Field numbers and header values of remote write 1.0, each in the one place that knows it. */
final class WriteRequestFormat {
    /** {@code WriteRequest { repeated TimeSeries timeseries = 1; }}. */
    static final int REQUEST_TIMESERIES = 1;

    /** {@code TimeSeries { repeated Label labels = 1; }}. */
    static final int TIMESERIES_LABELS = 1;

    /** {@code TimeSeries { repeated Sample samples = 2; }}. */
    static final int TIMESERIES_SAMPLES = 2;

    /** {@code Label { string name = 1; }}. */
    static final int LABEL_NAME = 1;

    /** {@code Label { string value = 2; }}. */
    static final int LABEL_VALUE = 2;

    /** {@code Sample { double value = 1; }}. */
    static final int SAMPLE_VALUE = 1;

    /** {@code Sample { int64 timestamp = 2; }}, milliseconds, a plain varint. */
    static final int SAMPLE_TIMESTAMP = 2;

    static final String CONTENT_ENCODING = "snappy";
    static final String CONTENT_TYPE = "application/x-protobuf";
    static final String VERSION_HEADER = "X-Prometheus-Remote-Write-Version";
    static final String VERSION = "0.1.0";

    /** Sent from the second attempt on; some receivers compute their {@code Retry-After} from it. */
    static final String RETRY_ATTEMPT_HEADER = "Retry-Attempt";

    private WriteRequestFormat() {}
}
