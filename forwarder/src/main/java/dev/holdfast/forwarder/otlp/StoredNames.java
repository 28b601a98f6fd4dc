package dev.holdfast.forwarder.otlp;

import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.storage.Labels;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names as they are stored, each label an attribute; type, unit and help are what is known of the metric. One thread.
 */
final class StoredNames implements Names {
    /** More metrics are not remembered at a time; there are some hundreds. */
    private static final int METRICS_MAX = 4_096;

    private final SeriesFacts facts;
    private final Map<String, Metric> metrics = new HashMap<>();

    StoredNames(SeriesFacts facts) {
        this.facts = facts;
    }

    @Override
    public String schemaUrl() {
        return "";
    }

    @Override
    public Metric metric(Labels series) {
        String name = series.get(Labels.METRIC_NAME);
        Metric known = metrics.get(name);
        if (known != null) {
            return known;
        }
        if (metrics.size() >= METRICS_MAX) {
            metrics.clear();
        }
        Metric made = metric(name, facts.family(name));
        metrics.put(name, made);
        return made;
    }

    private static Metric metric(String name, SeriesFacts.@Nullable Family family) {
        return family == null
                ? new Metric(name, "", "", Metric.Form.GAUGE)
                : new Metric(
                        name,
                        Ucum.unit(family.unit()),
                        family.help(),
                        family.kind() == SeriesFacts.Kind.COUNTER ? Metric.Form.COUNTER : Metric.Form.GAUGE);
    }

    @Override
    public void attributes(Labels series, Attributes out) {
        for (int i = 0; i < series.size(); i++) {
            if (!Resources.holds(series.name(i))) {
                out.add(series.name(i), series.value(i));
            }
        }
    }
}
