package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;

/**
 * A series that an earlier run of the agent sampled and did not mark as ended.
 *
 * @param labels all of them
 * @param timestampMs time of its last sample, milliseconds since the epoch
 */
public record LastSeen(Labels labels, long timestampMs) {}
