package dev.holdfast.agent.config;

/**
 * What a question to the API may cost.
 *
 * @param maxSamples values that one query may hold in memory at a time; 0 for what the memory of the process bears
 * @param timeoutMs how long one may take, milliseconds
 * @param maxConcurrency how many are answered at a time; 0 for what the memory of the process bears
 * @param lookbackDeltaMs how old the newest sample of a series may be to count as its value, milliseconds
 */
public record QueryConfig(long maxSamples, long timeoutMs, int maxConcurrency, long lookbackDeltaMs) {}
