package dev.holdfast.agent.openmetrics;

import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.agent.sampling.MetricType;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes OpenMetrics 1.0, family by family, series by series, samples of a series with rising times.
 *
 * <p>Call {@link #beginFamily}, then for each of its series {@link #beginSeries} and {@link #sample} as often as there are
 * samples, at last {@link #finish}. The caller sees to it that a family and a series come once; {@link SnapshotExport}
 * does. One thread; the caller closes the stream.
 */
public final class OpenMetricsWriter {
    /** The value by which a series is said to have ended; it has no text. */
    public static final long STALE_MARKER_BITS = 0x7ff0000000000002L;

    private final NumberWriter out;
    private byte[] series = new byte[0];
    private long sampleCount;
    private long staleMarkerCount;
    private long foreignNanCount;

    /** A writer in front of a stream; it buffers. */
    public OpenMetricsWriter(OutputStream out) {
        this.out = new NumberWriter(out);
    }

    /** Writes the lines that describe a family. */
    public void beginFamily(MetricFamily family) throws IOException {
        String name = isLegacyName(family.name(), true) ? family.name() : quoted(family.name());
        out.write("# TYPE " + name + ' ' + family.type().openMetricsName() + '\n');
        if (!family.unit().isEmpty() && family.name().endsWith('_' + family.unit())) {
            out.write("# UNIT " + name + ' ' + family.unit() + '\n');
        }
        if (!family.help().isEmpty()) {
            out.write("# HELP " + name + ' ' + escaped(family.help()) + '\n');
        }
    }

    /** A family of which nothing is known but its name. */
    public void beginFamily(String name) throws IOException {
        beginFamily(new MetricFamily(name, MetricType.UNKNOWN, "", ""));
    }

    /** Turns to a series; it must have a metric name. */
    public void beginSeries(Labels labels) {
        series = seriesText(labels).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes one sample of the current series; a stale marker is left out and counted. */
    public void sample(long timestampMs, long valueBits) throws IOException {
        if (valueBits == STALE_MARKER_BITS) {
            staleMarkerCount++;
            return;
        }
        double value = Double.longBitsToDouble(valueBits);
        if (Double.isNaN(value) && valueBits != NumberParser.NORMAL_NAN_BITS) {
            foreignNanCount++;
        }
        out.write(series);
        out.writeByte(' ');
        out.writeValue(value);
        out.writeByte(' ');
        out.writeSeconds(timestampMs);
        out.writeByte('\n');
        sampleCount++;
    }

    /** Writes the end mark and flushes. */
    public void finish() throws IOException {
        out.write("# EOF\n");
        out.flush();
    }

    /** Samples written so far. */
    public long sampleCount() {
        return sampleCount;
    }

    /** Stale markers left out so far. */
    public long staleMarkerCount() {
        return staleMarkerCount;
    }

    /** Samples written as {@code NaN} whose bits were those of another NaN. */
    public long foreignNanCount() {
        return foreignNanCount;
    }

    private static String seriesText(Labels labels) {
        String metric = labels.metricName();
        boolean legacy = isLegacyName(metric, true);
        StringBuilder text = new StringBuilder(128);
        char separator = '{';
        if (legacy) {
            text.append(metric);
        } else {
            text.append('{').append(quoted(metric));
            separator = ',';
        }
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (name.equals(Labels.METRIC_NAME)) {
                continue;
            }
            text.append(separator)
                    .append(isLegacyName(name, false) ? name : quoted(name))
                    .append('=')
                    .append(quoted(labels.value(i)));
            separator = ',';
        }
        if (separator == ',') {
            text.append('}');
        }
        return text.toString();
    }

    private static boolean isLegacyName(String name, boolean metric) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c == ':' && metric);
            if (!letter && !(c >= '0' && c <= '9' && i > 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    }
}
