package dev.holdfast.forwarder.testing;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.storage.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The recorded host of storage's tests, as it would be read from a store. */
public final class HostSamples {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private HostSamples() {}

    /** The first samples of every series, sorted by labels. */
    public static Batch first(int samplesEach) throws IOException {
        Map<Labels, SortedMap<Long, Long>> series = new TreeMap<>();
        InputStream gz = Objects.requireNonNull(HostSamples.class.getResourceAsStream("/host-1hz.om.gz"));
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(gz), StandardCharsets.UTF_8))) {
            String name = "";
            SortedMap<Long, Long> samples = new TreeMap<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("#")) {
                    continue;
                }
                int stampAt = line.lastIndexOf(' ');
                int valueAt = line.lastIndexOf(' ', stampAt - 1);
                if (!line.substring(0, valueAt).equals(name)) {
                    name = line.substring(0, valueAt);
                    samples = series.computeIfAbsent(labels(name), key -> new TreeMap<>());
                }
                if (samples.size() < samplesEach) {
                    samples.put(
                            Math.round(Double.parseDouble(line.substring(stampAt + 1)) * 1000),
                            Double.doubleToRawLongBits(Double.parseDouble(line.substring(valueAt + 1, stampAt))));
                }
            }
        }
        Batch batch = new Batch();
        series.forEach((labels, samples) -> {
            batch.beginSeries(labels);
            samples.forEach(batch::add);
        });
        return batch;
    }

    private static Labels labels(String text) {
        int brace = text.indexOf('{');
        Labels.Builder labels = new Labels.Builder();
        labels.set(Labels.METRIC_NAME, brace < 0 ? text : text.substring(0, brace));
        Matcher matcher = LABEL.matcher(text);
        while (matcher.find()) {
            labels.set(matcher.group(1), matcher.group(2).replace("\\\\", "\\"));
        }
        return labels.build();
    }
}
