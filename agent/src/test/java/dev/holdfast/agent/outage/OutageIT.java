package dev.holdfast.agent.outage;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of the product, on the real thing: agents, Prometheus with and without an out-of-order window, VictoriaMetrics.
 * They die and come back in random order; at the end each receiver holds what its rules accept, and the ledgers say exactly what
 * is missing. One short course by default; {@code -Dholdfast.campaign=MINUTES} goes on with new seeds, {@code -Dseed=N} does
 * one again. The canary is {@link DeliveryAuditTest}.
 */
class OutageIT {
    private static final long SHORT_MS = 15_000;
    private static final long LONG_MS = 75_000;

    @TempDir
    Path directory;

    @Test
    void receiversHoldWhatTheyAcceptWhateverDiesInBetween() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("holdfast.campaign", "0"));
        long endNanos = System.nanoTime() + (long) (minutes * 60e9);
        long seed = Long.getLong("seed", minutes > 0 ? System.currentTimeMillis() % 1_000_000 : 1);
        do {
            course(seed, minutes > 0 ? LONG_MS : SHORT_MS);
            seed++;
        } while (System.nanoTime() < endNanos);
    }

    private void course(long seed, long forMs) throws Exception {
        String again = "seed " + seed + ", again with -Dit.test=OutageIT -Dtest.jvm.args='-Dseed=" + seed
                + (forMs == LONG_MS ? " -Dholdfast.campaign=0.01'" : "'");
        try (Outages outages = new Outages(seed, directory.resolve(Long.toString(seed)))) {
            try {
                List<String> findings = outages.run(forMs);
                System.out.println("outage: " + outages);
                if (!findings.isEmpty()) {
                    throw new AssertionError(String.join("\n", findings));
                }
            } catch (AssertionError | Exception e) {
                System.err.println(outages.story());
                throw new AssertionError(again + "\n" + e.getMessage(), e);
            }
        }
    }
}
