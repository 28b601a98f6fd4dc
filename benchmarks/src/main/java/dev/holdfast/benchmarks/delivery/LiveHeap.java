package dev.holdfast.benchmarks.delivery;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most that was in use after a full collection: what is really held, whatever the collector lets lie about. */
final class LiveHeap {
    private final AtomicLong peak = new AtomicLong();

    private LiveHeap() {}

    static LiveHeap watch() {
        LiveHeap live = new LiveHeap();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, handback) -> {
                            GarbageCollectionNotificationInfo info =
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
                            if (info.getGcAction().contains("major")) {
                                live.saw(info.getGcInfo().getMemoryUsageAfterGc());
                            }
                        },
                        null,
                        null);
            }
        }
        return live;
    }

    private void saw(Map<String, MemoryUsage> pools) {
        long used = pools.entrySet().stream()
                .filter(pool -> pool.getKey().contains("Gen") || pool.getKey().contains("Space"))
                .filter(pool ->
                        !pool.getKey().contains("Meta") && !pool.getKey().contains("Class"))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        peak.accumulateAndGet(used, Math::max);
    }

    long peakBytes() {
        return peak.get();
    }
}
