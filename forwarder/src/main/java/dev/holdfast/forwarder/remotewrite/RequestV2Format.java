package dev.holdfast.forwarder.remotewrite;

import java.util.List;

/**
 * Field numbers and header values of remote write 2.0, {@code io.prometheus.write.v2}, each in the one place that knows it.
 *
 * <p>Numbers that are reserved there and never used here: 1 to 3 of a request (those of 1.0, so that a 2.0 body reads as an
 * empty 1.0 request), 6 of a series (where the start time was before it moved into the sample), 2 of the metadata.
 */
final class RequestV2Format {
    /** {@code Request { repeated string symbols = 4; }}; the first one is empty. */
    static final int REQUEST_SYMBOLS = 4;

    /** {@code Request { repeated TimeSeries timeseries = 5; }}. */
    static final int REQUEST_TIMESERIES = 5;

    /** {@code TimeSeries { repeated uint32 labels_refs = 1; }}, packed: name, value, name, value. */
    static final int TIMESERIES_LABELS_REFS = 1;

    /** {@code TimeSeries { repeated Sample samples = 2; }}. */
    static final int TIMESERIES_SAMPLES = 2;

    /** {@code TimeSeries { Metadata metadata = 5; }}. */
    static final int TIMESERIES_METADATA = 5;

    /** {@code Sample { double value = 1; }}. */
    static final int SAMPLE_VALUE = 1;

    /** {@code Sample { int64 timestamp = 2; }}, milliseconds, a plain varint. */
    static final int SAMPLE_TIMESTAMP = 2;

    /** {@code Sample { int64 start_timestamp = 3; }}, milliseconds, absent when it is not known. */
    static final int SAMPLE_START_TIMESTAMP = 3;

    /** {@code Metadata { MetricType type = 1; }}. */
    static final int METADATA_TYPE = 1;

    /** {@code Metadata { uint32 help_ref = 3; }}. */
    static final int METADATA_HELP_REF = 3;

    /** {@code Metadata { uint32 unit_ref = 4; }}. */
    static final int METADATA_UNIT_REF = 4;

    static final int TYPE_UNKNOWN = 0;
    static final int TYPE_COUNTER = 1;
    static final int TYPE_GAUGE = 2;

    /** Without a blank: there are receivers that compare the text. */
    static final String CONTENT_TYPE = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

    static final String VERSION = "2.0.0";

    /** How many samples the receiver stored. */
    static final String SAMPLES_WRITTEN_HEADER = "X-Prometheus-Remote-Write-Samples-Written";

    /** Any of them says that the receiver speaks 2.0. */
    static final List<String> WRITTEN_HEADERS = List.of(
            SAMPLES_WRITTEN_HEADER,
            "X-Prometheus-Remote-Write-Histograms-Written",
            "X-Prometheus-Remote-Write-Exemplars-Written");

    private RequestV2Format() {}
}
