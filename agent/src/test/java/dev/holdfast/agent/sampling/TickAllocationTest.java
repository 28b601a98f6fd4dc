package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A tick over the real host makes next to no garbage. */
@EnabledOnOs(OS.LINUX)
class TickAllocationTest {
    private static final class Discard implements TickTarget {
        private final Map<Labels, Integer> refs = new HashMap<>();
        private long samples;

        @Override
        public int series(Labels labels) {
            Integer next = refs.size();
            Integer known = refs.putIfAbsent(labels, next);
            return known == null ? next : known;
        }

        @Override
        public void append(SampleBatch batch) {
            samples += batch.size();
        }
    }

    @Test
    void aTickInTheSteadyStateAllocatesLessThanAKilobyte() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SamplingOptions options = SamplingOptions.defaults();
        ManualClock clock = new ManualClock(SamplerFixture.START_MS);
        Discard target = new Discard();
        try (HostFiles files = new HostFiles(options.paths())) {
            Sampler sampler = new Sampler(
                    options, Collectors.create(options, files, clock, new InventoryCollector()), target, clock, -1);
            long thread = Thread.currentThread().getId();
            long[] allocated = new long[30];
            for (int tick = 0; tick < 90 + allocated.length; tick++) {
                clock.advance(1_000);
                long before = threads.getThreadAllocatedBytes(thread);
                sampler.doWork();
                long after = threads.getThreadAllocatedBytes(thread);
                if (tick >= 90) {
                    allocated[tick - 90] = after - before;
                }
            }
            assertEquals(120, sampler.tickCount());
            assertTrue(target.samples > 120 * 100, "samples: " + target.samples);
            // The median: the ticks that list directories, every 15 s, are allowed more.
            Arrays.sort(allocated);
            assertTrue(allocated[15] < 1_024, "median bytes a tick: " + allocated[15]);
            assertTrue(allocated[29] < 128 * 1_024, "most bytes a tick: " + allocated[29]);
        }
    }
}
