package dev.holdfast.agent.sampling;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Type, unit and help of the families that the agent collects, for export, {@code /metrics} and metadata.
 *
 * <p>Read from {@code families.txt} beside this class, one family a line: type, name, help. A name that ends in {@code *}
 * stands for all names that begin so, since the kernel adds fields to some files with every release; an exact name wins.
 * The daemon's ticks do not need it, so that it is loaded by whoever asks first. Immutable; any thread.
 */
public final class MetricCatalogue {
    private static final String RESOURCE = "families.txt";
    private static final List<String> UNITS = List.of(
            "seconds", "bytes", "celsius", "hertz", "volts", "amps", "watts", "joules", "ratio", "rpm", "sectors");

    private final Map<String, MetricFamily> exact = new HashMap<>();
    private final List<MetricFamily> prefixes = new ArrayList<>();

    private MetricCatalogue(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() || line.charAt(0) == '#') {
                continue;
            }
            int typeEnd = line.indexOf(' ');
            int nameEnd = line.indexOf(' ', typeEnd + 1);
            String name = line.substring(typeEnd + 1, nameEnd);
            MetricType type = type(line.substring(0, typeEnd));
            String help = line.substring(nameEnd + 1);
            if (name.endsWith("*")) {
                prefixes.add(new MetricFamily(name.substring(0, name.length() - 1), type, "", help));
            } else {
                exact.put(name, new MetricFamily(name, type, unit(name), help));
            }
        }
    }

    /** The families of this version of the agent. */
    public static MetricCatalogue load() {
        try (InputStream in = MetricCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + RESOURCE);
            }
            return new MetricCatalogue(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** What is known of a metric name, or null. */
    public @Nullable MetricFamily family(String name) {
        MetricFamily family = exact.get(name);
        if (family != null) {
            return family;
        }
        for (MetricFamily prefix : prefixes) {
            if (name.startsWith(prefix.name())) {
                return new MetricFamily(name, prefix.type(), unit(name), prefix.help());
            }
        }
        return null;
    }

    private static MetricType type(String word) {
        return switch (word) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "unknown" -> MetricType.UNKNOWN;
            default -> throw new IllegalStateException("type in " + RESOURCE + ": " + word);
        };
    }

    private static String unit(String name) {
        String stem = name.endsWith(MetricFamily.COUNTER_SUFFIX)
                ? name.substring(0, name.length() - MetricFamily.COUNTER_SUFFIX.length())
                : name;
        String last = stem.substring(stem.lastIndexOf('_') + 1);
        return UNITS.contains(last) ? last : "";
    }
}
