package dev.holdfast.agent.daemon;

import dev.holdfast.storage.StoreStats;
import dev.holdfast.storage.WriteTotals;
import java.util.List;

/**
 * What the agent has seen of itself at one moment. Immutable.
 *
 * @param nowMs the moment, milliseconds since the epoch
 * @param readiness whether it was ready
 * @param stats the store's counts and sizes
 * @param written what it has written
 * @param upstreams those that there are, in the order of the configuration
 */
public record SelfLook(
        long nowMs, Readiness readiness, StoreStats stats, WriteTotals written, List<UpstreamLook> upstreams) {
    /** Copies the list. */
    public SelfLook {
        upstreams = List.copyOf(upstreams);
    }
}
