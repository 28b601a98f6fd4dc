package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.agent.sampling.SelfSeries;
import dev.holdfast.forwarder.Backlog;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.forwarder.SendTotals;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A count that the ledger forgot a bit of in a crash does not go back. */
class LastCountsTest {
    private static final long NOW_MS = 1_795_327_200_000L;
    private static final String SENT = "holdfast_upstream_samples_sent_total";

    @TempDir
    private Path directory;

    private final SamplingOptions options = SamplingOptions.defaults().withLabels("node", "h1:9100");

    private static Labels sent(String instance) {
        return Labels.of("__name__", SENT, "instance", instance, "job", "node", "upstream", "central");
    }

    private static UpstreamLook look(long sent) {
        SendTotals totals = new SendTotals(sent, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true);
        return new UpstreamLook("central", Backlog.NONE, totals, new Outlook(0, 0, 0, ""), NOW_MS);
    }

    private static double value(UpstreamSeries series) {
        return series.all().stream()
                .filter(each -> each.name().equals(SENT))
                .mapToDouble(SelfSeries::value)
                .sum();
    }

    @Test
    void aCountGoesOnFromWhatWasSampledLast() throws IOException {
        try (Store store = Store.open(directory, StoreOptions.defaults().withClock(() -> NOW_MS))) {
            for (int i = 0; i < 3; i++) {
                SampleBatch batch = new SampleBatch(2).reset(NOW_MS - 30_000 + i * 10_000L);
                batch.add(store.series(sent("h1:9100")), 1_000 + i);
                batch.add(store.series(sent("h2:9100")), 9_999);
                if (i == 2) {
                    batch.reset(NOW_MS - 10_000);
                    batch.addBits(store.series(sent("h1:9100")), 0x7ff0000000000002L); // it was switched off
                }
                store.append(batch);
            }
            LastCounts before = LastCounts.read(store, options, NOW_MS - 10_000);
            UpstreamSeries series = new UpstreamSeries(look(900), before);
            assertEquals(1_001, value(series));
            series.show(look(1_500));
            assertEquals(1_500, value(series));
            assertEquals(900, value(new UpstreamSeries(look(900), LastCounts.NONE)));
            assertEquals(0, LastCounts.read(store, options, LastTick.NEVER).value(SENT, "central"));
            assertEquals(0, before.value(SENT, "other"));
        }
    }
}
