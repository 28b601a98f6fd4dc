package dev.holdfast.agent.sampling;

import java.nio.file.Path;
import java.util.Map;

/** A sampler over a host of files, stepped by hand. */
final class SamplerFixture {
    static final long START_MS = 1_795_327_200_000L; // a multiple of a minute

    final FixtureHost host;
    final ManualClock clock;
    final RecordingTarget target = new RecordingTarget();
    final Collectors collectors;
    final Sampler sampler;

    SamplerFixture(Path directory, long intervalMs, long lastStoredMs, Map<String, CollectorOptions> collectors) {
        host = new FixtureHost(directory);
        clock = new ManualClock(START_MS);
        SamplingOptions options = new SamplingOptions(intervalMs, "node", "kelp:9100", "1", host.paths, collectors);
        HostFiles files = new HostFiles(host.paths);
        this.collectors = new Collectors(files, clock, new InventoryCollector(), new SelfBoard());
        sampler = new Sampler(options, this.collectors.scheduled(collectors), target, clock, lastStoredMs);
    }

    SamplerFixture(Path directory) {
        this(directory, 1_000, -1, Map.of());
    }

    /** Works and waits as a role does, until a time has passed. */
    void run(long ms) {
        long end = clock.wallMs() + ms;
        while (true) {
            long waitMs = Math.max(1, sampler.doWork());
            if (clock.wallMs() + waitMs > end) {
                clock.advance(end - clock.wallMs());
                return;
            }
            clock.advance(waitMs);
        }
    }

    /** The tick that is due now. */
    RecordingTarget.Tick tick() {
        int before = target.ticks.size();
        clock.advance(1_000);
        sampler.doWork();
        if (target.ticks.size() != before + 1) {
            throw new AssertionError("ticks: " + (target.ticks.size() - before));
        }
        return target.last();
    }
}
