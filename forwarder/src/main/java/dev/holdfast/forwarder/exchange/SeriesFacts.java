package dev.holdfast.forwarder.exchange;

import dev.holdfast.storage.Labels;
import org.jspecify.annotations.Nullable;

/**
 * What is known of series beyond their samples, for protocols that want to hear it. Any thread; must be quick, since it is
 * asked for each series of each request, and must always answer the same for the same sample.
 */
public interface SeriesFacts {
    /** Nothing is known. */
    SeriesFacts NONE = new SeriesFacts() {
        @Override
        public @Nullable Family family(String metricName) {
            return null;
        }

        @Override
        public long startMs(Labels series, long timestampMs) {
            return 0;
        }
    };

    /** What the values of a metric mean. */
    enum Kind {
        /** Not known. */
        UNKNOWN,
        /** Only grows, except when it begins anew. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    /**
     * What all series of one metric name have in common.
     *
     * @param kind what the values mean
     * @param unit the base unit as it stands in the name ({@code seconds}), or empty
     * @param help one sentence, or empty
     */
    record Family(Kind kind, String unit, String help) {}

    /** What is known of a metric name, or null. */
    @Nullable
    Family family(String metricName);

    /**
     * Since when a counter counts, as it was at the time of a sample.
     *
     * @param series of a counter
     * @param timestampMs of the sample, milliseconds since the epoch
     * @return milliseconds since the epoch, at most {@code timestampMs}; 0 when it is not known
     */
    long startMs(Labels series, long timestampMs);

    /**
     * What is known of the host that the series of a job and instance are of, under OpenTelemetry's names ({@code
     * host.name}, {@code os.type}); only what stays as long as the host does.
     *
     * @param job the label, or empty
     * @param instance the label, or empty
     */
    default Labels resource(String job, String instance) {
        return Labels.EMPTY;
    }
}
