package dev.holdfast.agent.api;

import dev.holdfast.agent.openmetrics.Families;
import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.agent.sampling.MetricType;
import dev.holdfast.query.PromDouble;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Writes newest values as a scraper reads them: Prometheus's text 0.0.4, or OpenMetrics. One thread. */
final class ExpositionWriter {
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static final String INSTANCE = "instance";
    private static final int FLUSH_CHARS = 4 << 10;

    private final OutputStream out;
    private final boolean openMetrics;
    private final MetricCatalogue catalogue;
    private final StringBuilder text = new StringBuilder(FLUSH_CHARS + 512);

    ExpositionWriter(OutputStream out, boolean openMetrics, MetricCatalogue catalogue) {
        this.out = out;
        this.openMetrics = openMetrics;
        this.catalogue = catalogue;
    }

    /** Whether a scraper would rather have OpenMetrics than plain text. */
    static boolean wantsOpenMetrics(String accept) {
        double openMetrics = 0;
        double plain = 0;
        for (String part : accept.toLowerCase(Locale.ROOT).split(",", 32)) {
            String type = part.strip();
            int semicolon = type.indexOf(';');
            double weight = semicolon < 0 ? 1 : Encoding.weight(type.substring(semicolon + 1));
            if (type.startsWith("application/openmetrics-text")) {
                openMetrics = Math.max(openMetrics, weight);
            } else if (type.startsWith("text/plain")) {
                plain = Math.max(plain, weight);
            }
        }
        return openMetrics > 0 && openMetrics >= plain;
    }

    /** The lines that describe a metric; {@code all} are the names that are written besides. */
    void beginFamily(String name, Set<String> all) throws IOException {
        // Only in OpenMetrics is a family another thing than a name.
        MetricFamily known = openMetrics ? Families.of(catalogue, name, all) : catalogue.family(name);
        MetricFamily family = known == null ? new MetricFamily(name, MetricType.UNKNOWN, "", "") : known;
        boolean untyped = !openMetrics && family.type() == MetricType.UNKNOWN;
        String type = untyped ? "untyped" : family.type().openMetricsName();
        String shown = name(family.name());
        if (!family.help().isEmpty()) {
            text.append("# HELP ").append(shown).append(' ');
            escape(family.help(), openMetrics);
            text.append('\n');
        }
        text.append("# TYPE ").append(shown).append(' ').append(type).append('\n');
        flush(FLUSH_CHARS);
    }

    /** The line before the samples of a metric of which nothing is said. */
    void beginUntyped(String name) throws IOException {
        text.append("# TYPE ").append(name(name)).append(" untyped\n");
        flush(FLUSH_CHARS);
    }

    /** One value, which is that of now. */
    void sample(Labels labels, double value) throws IOException {
        series(labels, false);
        text.append(' ').append(PromDouble.format(value)).append('\n');
        flush(FLUSH_CHARS);
    }

    /** One value with its time, and a label {@code instance} in any case, so that a scraper adds none. */
    void federated(Labels labels, double value, long timestampMs) throws IOException {
        series(labels, labels.get(INSTANCE).isEmpty());
        text.append(' ')
                .append(PromDouble.format(value))
                .append(' ')
                .append(timestampMs)
                .append('\n');
        flush(FLUSH_CHARS);
    }

    /** Writes the end. */
    void finish() throws IOException {
        if (openMetrics) {
            text.append("# EOF\n");
        }
        flush(1);
    }

    private void series(Labels labels, boolean emptyInstance) {
        String metric = labels.metricName();
        char separator = '{';
        if (isPlain(metric, true)) {
            text.append(metric);
        } else {
            text.append('{').append(name(metric));
            separator = ',';
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).equals(Labels.METRIC_NAME)) {
                continue;
            }
            String name = labels.name(i);
            text.append(separator)
                    .append(isPlain(name, false) ? name : Grammar.quoted(name))
                    .append("=\"");
            escape(labels.value(i), true);
            text.append('"');
            separator = ',';
        }
        if (emptyInstance) {
            text.append(separator).append(INSTANCE).append("=\"\"");
            separator = ',';
        }
        if (separator == ',') {
            text.append('}');
        }
    }

    private static String name(String name) {
        return isPlain(name, true) ? name : Grammar.quoted(name);
    }

    private static boolean isPlain(String name, boolean colons) {
        return LabelName.isPlain(colons ? name.replace(':', '_') : name);
    }

    private void escape(String value, boolean quotes) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
    }

    private void flush(int atLeast) throws IOException {
        if (text.length() >= atLeast) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }
}
