package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.SizeText;
import dev.holdfast.agent.daemon.Agent;
import dev.holdfast.agent.daemon.UpstreamLook;
import dev.holdfast.agent.text.TimeText;
import dev.holdfast.forwarder.Outlook;
import dev.holdfast.storage.StoreStats;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how the agent is doing, every second, on a thread of its own. Looks only; the agent
 * does not know of it.
 */
final class LiveLine implements Runnable {
    private static final long INTERVAL_MS = 1_000;

    private final Console console;
    private final Agent agent;
    private final LongSupplier maxBytesNow;
    private long lastSamples = -1;
    private long lastAtMs;

    LiveLine(Console console, Agent agent, LongSupplier maxBytesNow) {
        this.console = console;
        this.agent = agent;
        this.maxBytesNow = maxBytesNow;
    }

    /** Starts the thread, which ends with the process. */
    void start() {
        Thread thread = new Thread(this, "live-line");
        thread.setDaemon(true);
        thread.start();
        // Whatever comes after, the shell's prompt for one, begins on a line of its own.
        Runtime.getRuntime().addShutdownHook(new Thread(console.err()::println, "live-line-end"));
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MS);
                String line = line(console.nowMs());
                int room = Math.max(20, console.terminal().columns() - 1);
                console.err().print("\r\u001b[K" + (line.length() > room ? line.substring(0, room) : line));
                console.err().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The store is closed under us when the agent ends; the line just stays as it was.
            console.err().println();
        }
    }

    /** The line for this moment. */
    String line(long nowMs) {
        StoreStats stats = agent.store().stats();
        StringBuilder line = new StringBuilder();
        line.append(TimeText.format(nowMs / 1000 * 1000, console.zone()).substring(11));
        if (lastSamples >= 0 && nowMs > lastAtMs) {
            double perSecond = Math.max(0, stats.sampleCount() - lastSamples) * 1000.0 / (nowMs - lastAtMs);
            line.append(String.format(Locale.ROOT, "  %,.0f samples/s", perSecond));
        }
        lastSamples = stats.sampleCount();
        lastAtMs = nowMs;
        // What may want a person first: a narrow terminal cuts the rest off.
        if (!stats.degraded().isEmpty()) {
            line.append("  DEGRADED: ").append(stats.degraded());
        } else if (!agent.watch().isReady()) {
            line.append("  NOT READY");
        }
        appendUpstreams(line);
        line.append(String.format(
                Locale.ROOT,
                "  %,d series  %,d samples  %s",
                stats.seriesCount(),
                stats.sampleCount(),
                SizeText.approximate(stats.totalBytes())));
        long maxBytes = maxBytesNow.getAsLong();
        if (maxBytes > 0) {
            line.append(" of ").append(SizeText.approximate(maxBytes));
        }
        long lastTickMs = agent.sampler().lastTickMs();
        if (lastTickMs > 0) {
            line.append("  last tick ").append(TimeText.age(nowMs - lastTickMs)).append(" ago");
        }
        return line.toString();
    }

    /** As the watch has seen them within the last seconds. */
    private void appendUpstreams(StringBuilder line) {
        for (UpstreamLook upstream : agent.watch().last().upstreams()) {
            line.append("  ").append(upstream.name()).append(upstream.totals().up() ? " up, " : " down, ");
            line.append(
                    String.format(Locale.ROOT, "%,d pending", upstream.backlog().pendingSamples()));
            long etaMs = upstream.outlook().etaMs();
            if (!upstream.outlook().heldBy().isEmpty()) {
                line.append(", held: ").append(upstream.outlook().heldBy());
            } else if (etaMs > 0 && etaMs != Outlook.NEVER) {
                line.append(", done in ").append(TimeText.age(etaMs));
            }
        }
    }
}
