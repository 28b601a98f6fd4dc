package dev.holdfast.forwarder.otlp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's names by stored names, as one version of its semantic conventions has them. Read from {@code
 * semconv.txt} beside this class, which says how it is written. Immutable; any thread.
 */
final class SemconvTable {
    private static final String RESOURCE = "semconv.txt";

    private final Map<String, SemconvRow> rows = new LinkedHashMap<>();
    private String schemaUrl = "";

    private SemconvTable(BufferedReader lines) throws IOException {
        Metric metric = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.strip().split(" ");
            switch (words[0]) {
                case "schema" -> schemaUrl = words[1];
                case "metric" -> metric = metric(line.split(" ", 5));
                case "from" -> add(metric, words, line);
                default -> {
                    if (!line.isBlank() && line.charAt(0) != '#') {
                        throw wrong(line);
                    }
                }
            }
        }
    }

    /** The table of this version. */
    static SemconvTable load() {
        try (InputStream in = SemconvTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + RESOURCE);
            }
            return new SemconvTable(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** The version, as OpenTelemetry's URL of it. */
    String schemaUrl() {
        return schemaUrl;
    }

    /** The row of a stored name, or null. */
    @Nullable
    SemconvRow row(String stored) {
        return rows.get(stored);
    }

    /** All rows, as they come. */
    Collection<SemconvRow> rows() {
        return rows.values();
    }

    private static Metric metric(String[] words) {
        return new Metric(words[1], words[3], words[4], Metric.Form.valueOf(words[2].toUpperCase(Locale.ROOT)));
    }

    private void add(@Nullable Metric metric, String[] words, String line) {
        if (metric == null || rows.containsKey(words[1])) {
            throw wrong(line);
        }
        Map<String, String> fixed = new LinkedHashMap<>();
        List<SemconvRow.Rename> renames = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            int arrow = words[i].indexOf('>');
            int equals = words[i].indexOf('=');
            if (arrow > 0) {
                renames.add(rename(words[i].substring(0, arrow), words[i].substring(arrow + 1)));
            } else if (equals > 0) {
                fixed.put(words[i].substring(0, equals), words[i].substring(equals + 1));
            } else {
                throw wrong(line);
            }
        }
        rows.put(words[1], new SemconvRow(words[1], metric, fixed, List.copyOf(renames)));
    }

    private static SemconvRow.Rename rename(String label, String target) {
        int bracket = target.indexOf('[');
        if (bracket < 0) {
            boolean number = target.endsWith(":int");
            String attribute = number ? target.substring(0, target.length() - ":int".length()) : target;
            return new SemconvRow.Rename(label, attribute, number, Map.of());
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : target.substring(bracket + 1, target.length() - 1).split(",")) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new SemconvRow.Rename(label, target.substring(0, bracket), false, Map.copyOf(values));
    }

    private static IllegalStateException wrong(String line) {
        return new IllegalStateException("line in " + RESOURCE + ": " + line);
    }
}
