package dev.holdfast.agent.cli;

import dev.holdfast.agent.openmetrics.SampleConsumer;
import dev.holdfast.storage.Labels;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts what is imported, and adds labels on the way. One thread. */
final class ImportTally {
    private final Map<String, String> added;
    private final Set<Labels> series = new HashSet<>();
    private @Nullable Labels lastSeen;
    private Labels lastGiven = Labels.EMPTY;
    private long samples;
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;

    /** Sets these labels on every series. */
    ImportTally(Map<String, String> added) {
        this.added = added;
    }

    /** A consumer that counts and passes on. */
    @SuppressWarnings("ReferenceEquality") // equal labels in another object only cost a look-up
    SampleConsumer into(SampleConsumer next) {
        return (labels, timestampMs, valueBits) -> {
            // The reader gives the same object again for the same series, mostly many times over.
            if (labels != lastSeen) {
                lastSeen = labels;
                lastGiven = relabelled(labels);
                series.add(lastGiven);
            }
            next.sample(lastGiven, timestampMs, valueBits);
            samples++;
            firstMs = Math.min(firstMs, timestampMs);
            lastMs = Math.max(lastMs, timestampMs);
        };
    }

    private Labels relabelled(Labels labels) {
        if (added.isEmpty()) {
            return labels;
        }
        Labels.Builder builder = labels.toBuilder();
        added.forEach(builder::set);
        return builder.build();
    }

    long samples() {
        return samples;
    }

    int series() {
        return series.size();
    }

    long firstMs() {
        return firstMs;
    }

    long lastMs() {
        return lastMs;
    }
}
