package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers every tick, as text of series and bits of value. */
final class RecordingTarget implements TickTarget {
    record Tick(long timestampMs, Map<String, Long> samples) {
        double value(String series) {
            Long bits = samples.get(series);
            if (bits == null) {
                throw new AssertionError("no " + series + " in " + samples.keySet());
            }
            return Double.longBitsToDouble(bits);
        }

        boolean isStale(String series) {
            return samples.containsKey(series) && samples.get(series) == Sampler.STALE_MARKER_BITS;
        }
    }

    private final Map<Labels, Integer> refs = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    final List<Tick> ticks = new ArrayList<>();
    boolean full;
    int maxSeries = Integer.MAX_VALUE;

    int seriesCount() {
        return names.size();
    }

    @Override
    public int series(Labels labels) {
        Integer known = refs.get(labels);
        if (known != null) {
            return known;
        }
        if (names.size() >= maxSeries) {
            return REFUSED;
        }
        refs.put(labels, names.size());
        Labels own = labels.toBuilder().remove("job").remove("instance").build();
        names.add(own.toString());
        return names.size() - 1;
    }

    Iterable<Labels> series() {
        return refs.keySet();
    }

    @Override
    public void append(SampleBatch batch) throws IOException {
        if (full) {
            throw new IOException("no room");
        }
        Map<String, Long> samples = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            if (samples.put(names.get(batch.ref(i)), batch.valueBits(i)) != null) {
                throw new AssertionError("twice in a tick: " + names.get(batch.ref(i)));
            }
        }
        ticks.add(new Tick(batch.timestampMs(), samples));
    }

    Tick last() {
        return ticks.get(ticks.size() - 1);
    }
}
