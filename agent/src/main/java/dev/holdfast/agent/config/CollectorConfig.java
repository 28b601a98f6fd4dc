package dev.holdfast.agent.config;

/**
 * What the file says about one collector.
 *
 * @param enabled whether it runs
 * @param intervalMs how often, milliseconds; 0 for the collector's own habit
 */
public record CollectorConfig(boolean enabled, long intervalMs) {}
