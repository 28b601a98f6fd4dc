package dev.holdfast.forwarder.otlp;

import static com.google.protobuf.CodedOutputStream.computeStringSize;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.storage.Aggregate;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Turns a piece into an {@code ExportMetricsServiceRequest}: a resource for each job and instance (one, as a rule) with one
 * scope, a {@code Metric} for each name, all points of all its series in it, those of a series by rising time.
 *
 * <p>A stale marker is a point without a value. OTLP has no form for any other NaN, and none for times that are not in its
 * range: such samples are not given here. All other values go out with their exact bits; a counter's start time is what is known
 * of it, and stays out where nothing is: a value that falls says by itself that it began anew.
 *
 * <p>The same piece always gives the same bytes. First the series are chained and measured, then all is written at once;
 * what would be longer than {@link OtlpFormat#REQUEST_BYTES_MAX} is measured only. Buffers are kept and grow to the largest
 * request so far. One thread.
 */
final class ExportRequestEncoder {
    private static final String SCOPE = "holdfast";
    private static final long NANOS_A_MS = 1_000_000;
    private static final long TIME_MAX_MS = Long.MAX_VALUE / NANOS_A_MS; // April 2262
    private static final int TAG_BYTES = 1; // every field number here is below 16
    private static final int FIXED_BYTES = TAG_BYTES + Long.BYTES;
    private static final int FLAGS_BYTES = TAG_BYTES + 1;
    private static final int SUM_BYTES = 2 * TAG_BYTES + 2;

    private final Names names;
    private final SeriesFacts facts;
    private final Resources resources;
    private final PointGroups groups = new PointGroups();
    private final Attributes pointAttributes = new Attributes(OtlpFormat.POINT_ATTRIBUTES);
    private final Attributes resourceAttributes = new Attributes(OtlpFormat.RESOURCE_ATTRIBUTES);
    private final int scopeLength = computeStringSize(OtlpFormat.SCOPE_NAME, SCOPE);
    private final int schemaLength;
    private long[] startsMs = new long[0]; // by sample, from the first of the piece
    private int firstSample;
    private int points;
    private long pointsLength;
    private byte[] raw = new byte[0];
    private int length;
    private boolean written;

    /** An encoder on these names, which adds external labels to every resource. */
    ExportRequestEncoder(Names names, SeriesFacts facts, Labels externalLabels) {
        this.names = names;
        this.facts = facts;
        this.resources = new Resources(facts, externalLabels);
        this.schemaLength = names.schemaUrl().isEmpty()
                ? 0
                : computeStringSize(OtlpFormat.RESOURCE_METRICS_SCHEMA_URL, names.schemaUrl());
    }

    /** Replaces the content by the request for a piece, in which every sample is sayable. */
    void encode(Piece piece) {
        measure(piece);
        long total = 0;
        for (PointGroups.Resource resource : groups.resources()) {
            total += framed(resourceMetricsLength(resource));
        }
        boolean tooLong = Math.max(total, pointsLength) > OtlpFormat.REQUEST_BYTES_MAX;
        written = points > 0 && (!tooLong || points == 1);
        length = (int) Math.min(Integer.MAX_VALUE, Math.max(total, tooLong ? pointsLength : 0));
        if (written) {
            write(piece.batch());
        }
    }

    /** The request in the first {@link #length()} bytes, if it was written. */
    byte[] raw() {
        return raw;
    }

    /** Length of the request, bytes; of one that was not written, at least that it is too long. */
    int length() {
        return length;
    }

    /** Whether the request is there: there is something to say, and it is not too long. */
    boolean isWritten() {
        return written;
    }

    /** Points in the request. */
    int points() {
        return points;
    }

    private void measure(Piece piece) {
        groups.clear();
        pointAttributes.clear();
        resourceAttributes.clear();
        points = 0;
        pointsLength = 0;
        firstSample = piece.fromSeries() < piece.toSeries() ? piece.firstSample(piece.fromSeries()) : 0;
        for (int series = piece.fromSeries(); series < piece.toSeries(); series++) {
            int from = piece.firstSample(series);
            int to = piece.endSample(series);
            if (from < to) {
                measureSeries(piece.batch(), series, from, to);
            }
            if (points > 1 && pointsLength + pointAttributes.length() > OtlpFormat.REQUEST_BYTES_MAX) {
                pointsLength += pointAttributes.length();
                return; // longer than what is made in any case
            }
        }
    }

    private void measureSeries(Batch batch, int series, int from, int to) {
        Labels labels = batch.labels(series);
        PointGroups.Resource resource = resource(labels);
        Metric metric = names.metric(labels);
        PointGroups.Group group = groups.group(resource, metric);
        int attributesFrom = pointAttributes.length();
        names.attributes(labels, pointAttributes);
        int attributesLength = pointAttributes.length() - attributesFrom;
        groups.add(group, from, to, attributesFrom, pointAttributes.length());
        long before = group.pointsLength;
        for (int sample = from; sample < to; sample++) {
            long timestampMs = batch.timestampMs(sample);
            long startMs = metric.form() == Metric.Form.COUNTER ? startMs(labels, timestampMs) : 0;
            start(sample, startMs);
            group.pointsLength += framed(pointLength(batch.valueBits(sample), startMs, attributesLength));
        }
        pointsLength += group.pointsLength - before;
        points += to - from;
    }

    private PointGroups.Resource resource(Labels labels) {
        PointGroups.Resource resource = groups.resource(resources.job(labels), resources.instance(labels));
        if (resource.groups.isEmpty()) {
            resource.attributesFrom = resourceAttributes.length();
            resources.attributes(resource.job, resource.instance, resourceAttributes);
            resource.attributesTo = resourceAttributes.length();
        }
        return resource;
    }

    /** Whether there is a form for a sample: its time is in range, and it is a number or the stale marker. */
    static boolean isSayable(long timestampMs, long bits) {
        boolean inRange = timestampMs > 0 && timestampMs <= TIME_MAX_MS; // 0 would say that the time is not known
        return inRange && (bits == Aggregate.STALE_MARKER_BITS || !Double.isNaN(Double.longBitsToDouble(bits)));
    }

    private long startMs(Labels labels, long timestampMs) {
        long startMs = facts.startMs(labels, timestampMs);
        return startMs > 0 && startMs <= timestampMs ? startMs : 0;
    }

    private void start(int sample, long startMs) {
        int at = sample - firstSample;
        if (at >= startsMs.length) {
            startsMs = Arrays.copyOf(startsMs, Math.max(at + 1, Math.max(1_024, startsMs.length * 2)));
        }
        startsMs[at] = startMs;
    }

    private static long pointLength(long bits, long startMs, int attributesLength) {
        int value = bits == Aggregate.STALE_MARKER_BITS ? FLAGS_BYTES : FIXED_BYTES;
        return (startMs > 0 ? FIXED_BYTES : 0) + FIXED_BYTES + value + (long) attributesLength;
    }

    private static long framed(long contentLength) {
        return TAG_BYTES + CodedOutputStream.computeUInt64SizeNoTag(contentLength) + contentLength;
    }

    private long resourceMetricsLength(PointGroups.Resource resource) {
        return framed(resource.attributesTo - resource.attributesFrom)
                + framed(scopeMetricsLength(resource))
                + schemaLength;
    }

    private long scopeMetricsLength(PointGroups.Resource resource) {
        long content = framed(scopeLength) + schemaLength;
        for (PointGroups.Group group : resource.groups) {
            content += framed(metricLength(group));
        }
        return content;
    }

    private static long metricLength(PointGroups.Group group) {
        Metric metric = group.metric;
        return computeStringSize(OtlpFormat.METRIC_NAME, metric.name())
                + textLength(OtlpFormat.METRIC_DESCRIPTION, metric.description())
                + textLength(OtlpFormat.METRIC_UNIT, metric.unit())
                + framed(dataLength(group));
    }

    private static long textLength(int field, String text) {
        return text.isEmpty() ? 0 : computeStringSize(field, text);
    }

    private static long dataLength(PointGroups.Group group) {
        return group.pointsLength
                + switch (group.metric.form()) {
                    case GAUGE -> 0;
                    case AMOUNT -> SUM_BYTES / 2;
                    case COUNTER -> SUM_BYTES;
                };
    }

    private void write(Batch batch) {
        if (raw.length < length) {
            raw = new byte[Math.max(length, Math.min(raw.length * 2, OtlpFormat.REQUEST_BYTES_MAX))];
        }
        CodedOutputStream out = CodedOutputStream.newInstance(raw, 0, length);
        try {
            for (PointGroups.Resource resource : groups.resources()) {
                message(out, OtlpFormat.REQUEST_RESOURCE_METRICS, resourceMetricsLength(resource));
                writeResource(out, resource, batch);
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e); // sizes were computed: our bug
        }
    }

    private void writeResource(CodedOutputStream out, PointGroups.Resource resource, Batch batch) throws IOException {
        int attributesLength = resource.attributesTo - resource.attributesFrom;
        message(out, OtlpFormat.RESOURCE_METRICS_RESOURCE, attributesLength);
        out.writeRawBytes(resourceAttributes.bytes(), resource.attributesFrom, attributesLength);
        message(out, OtlpFormat.RESOURCE_METRICS_SCOPE_METRICS, scopeMetricsLength(resource));
        message(out, OtlpFormat.SCOPE_METRICS_SCOPE, scopeLength);
        out.writeString(OtlpFormat.SCOPE_NAME, SCOPE);
        for (PointGroups.Group group : resource.groups) {
            message(out, OtlpFormat.SCOPE_METRICS_METRICS, metricLength(group));
            writeMetric(out, group, batch);
        }
        writeText(out, OtlpFormat.SCOPE_METRICS_SCHEMA_URL, names.schemaUrl());
        writeText(out, OtlpFormat.RESOURCE_METRICS_SCHEMA_URL, names.schemaUrl());
    }

    private void writeMetric(CodedOutputStream out, PointGroups.Group group, Batch batch) throws IOException {
        Metric metric = group.metric;
        out.writeString(OtlpFormat.METRIC_NAME, metric.name());
        writeText(out, OtlpFormat.METRIC_DESCRIPTION, metric.description());
        writeText(out, OtlpFormat.METRIC_UNIT, metric.unit());
        boolean sum = metric.form() != Metric.Form.GAUGE;
        message(out, sum ? OtlpFormat.METRIC_SUM : OtlpFormat.METRIC_GAUGE, dataLength(group));
        for (int link = group.first; link != PointGroups.NONE; link = groups.next(link)) {
            writePoints(out, link, batch);
        }
        if (sum) {
            out.writeEnum(OtlpFormat.SUM_TEMPORALITY, OtlpFormat.CUMULATIVE);
        }
        if (metric.form() == Metric.Form.COUNTER) {
            out.writeBool(OtlpFormat.SUM_MONOTONIC, true);
        }
    }

    private void writePoints(CodedOutputStream out, int link, Batch batch) throws IOException {
        int attributesFrom = groups.attributesFrom(link);
        int attributesLength = groups.attributesTo(link) - attributesFrom;
        for (int sample = groups.fromSample(link); sample < groups.toSample(link); sample++) {
            long timestampMs = batch.timestampMs(sample);
            long bits = batch.valueBits(sample);
            long startMs = startsMs[sample - firstSample];
            message(out, OtlpFormat.DATA_POINTS, pointLength(bits, startMs, attributesLength));
            if (startMs > 0) {
                out.writeFixed64(OtlpFormat.POINT_START_TIME, startMs * NANOS_A_MS);
            }
            out.writeFixed64(OtlpFormat.POINT_TIME, timestampMs * NANOS_A_MS);
            boolean stale = bits == Aggregate.STALE_MARKER_BITS;
            if (!stale) {
                out.writeFixed64(OtlpFormat.POINT_DOUBLE, bits); // a double on the wire, bit for bit
            }
            out.writeRawBytes(pointAttributes.bytes(), attributesFrom, attributesLength);
            if (stale) {
                out.writeUInt32(OtlpFormat.POINT_FLAGS, OtlpFormat.NO_RECORDED_VALUE);
            }
        }
    }

    private static void message(CodedOutputStream out, int field, long length) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag((int) length);
    }

    private static void writeText(CodedOutputStream out, int field, String text) throws IOException {
        if (!text.isEmpty()) {
            out.writeString(field, text);
        }
    }
}
