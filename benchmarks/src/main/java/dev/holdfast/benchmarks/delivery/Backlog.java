package dev.holdfast.benchmarks.delivery;

import dev.holdfast.benchmarks.RecordedHost;
import dev.holdfast.benchmarks.RecordedHost.Recording;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A store with hours of a host in it that ends a minute ago: 500 series at one sample a second, values as in the recording
 * (played forth and back, the end of one round being the beginning of the next).
 */
final class Backlog {
    static final int SERIES = 500;
    private static final int TICKS_A_CALL = 60;

    private Backlog() {}

    static void fill(Path directory, double hours, long endMs) throws IOException {
        List<Recording> host = new ArrayList<>(RecordedHost.read(RecordedHost.file()));
        host.sort(Comparator.comparingInt((Recording r) -> -r.values().length));
        host = host.subList(0, Math.min(SERIES, host.size()));
        int moments = host.get(host.size() - 1).values().length;
        long[] now = {0};
        long ticks = Math.round(hours * 3600);
        try (Store store = Store.open(
                directory,
                StoreOptions.defaults()
                        .withClock(() -> now[0])
                        .withRetentionMs(365L * 86_400_000)
                        .withMaxBytes(64L << 30))) {
            int[] refs = new int[SERIES];
            for (int i = 0; i < SERIES; i++) {
                // The recording has some series fewer: the first ones come again under another instance.
                Recording recording = host.get(i % host.size());
                refs[i] = store.series(
                        i < host.size()
                                ? recording.labels()
                                : recording.labels().toBuilder()
                                        .set("instance", "second")
                                        .build());
            }
            List<SampleBatch> batches = new ArrayList<>();
            for (int i = 0; i < TICKS_A_CALL; i++) {
                batches.add(new SampleBatch(SERIES));
            }
            for (long t = 0; t < ticks; t++) {
                now[0] = Math.floorDiv(endMs, 1000) * 1000 - (ticks - t) * 1000;
                int step = (int) (t % (2L * moments - 2));
                int moment = step < moments ? step : 2 * moments - 2 - step;
                SampleBatch batch = batches.get((int) (t % TICKS_A_CALL)).reset(now[0]);
                for (int i = 0; i < SERIES; i++) {
                    batch.add(refs[i], host.get(i % host.size()).values()[moment]);
                }
                if ((t + 1) % TICKS_A_CALL == 0 || t + 1 == ticks) {
                    store.append(batches.subList(0, (int) (t % TICKS_A_CALL) + 1));
                    store.maintain();
                }
            }
            store.sync();
        }
    }
}
