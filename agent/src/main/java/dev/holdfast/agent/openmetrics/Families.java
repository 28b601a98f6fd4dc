package dev.holdfast.agent.openmetrics;

import dev.holdfast.agent.sampling.MetricCatalogue;
import dev.holdfast.agent.sampling.MetricFamily;
import dev.holdfast.agent.sampling.MetricType;
import java.util.Set;

/** Which family of OpenMetrics a stored metric belongs to. Stateless. */
public final class Families {
    private Families() {}

    /**
     * The family of a metric. A counter drops its suffix in OpenMetrics, unless a family of the shorter name is written
     * too: then it is of unknown type, since a family may come only once.
     *
     * @param written all metric names of the exposition
     */
    public static MetricFamily of(MetricCatalogue catalogue, String metric, Set<String> written) {
        MetricFamily known = catalogue.family(metric);
        if (known == null) {
            return new MetricFamily(metric, MetricType.UNKNOWN, "", "");
        }
        if (known.type() != MetricType.COUNTER) {
            return known;
        }
        if (metric.endsWith(MetricFamily.COUNTER_SUFFIX)) {
            String stem = metric.substring(0, metric.length() - MetricFamily.COUNTER_SUFFIX.length());
            if (!stem.isEmpty() && !written.contains(stem)) {
                return new MetricFamily(stem, MetricType.COUNTER, known.unit(), known.help());
            }
        }
        return new MetricFamily(metric, MetricType.UNKNOWN, known.unit(), known.help());
    }
}
