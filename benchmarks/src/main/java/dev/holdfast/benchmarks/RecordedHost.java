package dev.holdfast.benchmarks;

import dev.holdfast.storage.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A real host, recorded each second for 23 minutes: the file that the storage tests use. Immutable. */
public final class RecordedHost {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * A series of the host.
     *
     * @param timesMs rising, as many as values; not to be changed
     */
    public record Recording(Labels labels, long[] timesMs, double[] values) {
        /** The metric's name. */
        public String name() {
            String name = labels.get(Labels.METRIC_NAME);
            return name == null ? "" : name;
        }
    }

    private RecordedHost() {}

    /** Where the file is: what the property {@code holdfast.host} says, or its place in a checkout. */
    public static Path file() {
        return Path.of(System.getProperty("holdfast.host", "storage/src/test/resources/host-1hz.om.gz"));
    }

    /** Reads all series. */
    public static List<Recording> read(Path file) throws IOException {
        List<Recording> series = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String name = "";
            long[] times = new long[4096];
            double[] values = new double[4096];
            int count = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                int stampAt = line.lastIndexOf(' ');
                int valueAt = line.lastIndexOf(' ', stampAt - 1);
                if (!line.regionMatches(0, name, 0, Math.max(valueAt, name.length()))) {
                    add(series, name, times, values, count);
                    name = line.substring(0, valueAt);
                    count = 0;
                }
                times[count] = Math.round(Double.parseDouble(line.substring(stampAt + 1)) * 1000);
                values[count++] = Double.parseDouble(line.substring(valueAt + 1, stampAt));
            }
            add(series, name, times, values, count);
        }
        return series;
    }

    private static void add(List<Recording> series, String name, long[] times, double[] values, int count) {
        if (count > 0) {
            series.add(new Recording(labels(name), Arrays.copyOf(times, count), Arrays.copyOf(values, count)));
        }
    }

    private static Labels labels(String text) {
        int brace = text.indexOf('{');
        Labels.Builder labels = new Labels.Builder();
        labels.set(Labels.METRIC_NAME, brace < 0 ? text : text.substring(0, brace));
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            String value = matcher.group(2);
            labels.set(
                    matcher.group(1),
                    value.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
        }
        return labels.build();
    }
}
