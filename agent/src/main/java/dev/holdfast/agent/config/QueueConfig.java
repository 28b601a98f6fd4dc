package dev.holdfast.agent.config;

/**
 * How samples are gathered into requests and how failures are retried.
 *
 * @param maxSamplesPerSend samples in one request at most
 * @param batchSendDeadlineMs how long live samples wait for company, milliseconds
 * @param minBackoffMs wait after the first failure, milliseconds
 * @param maxBackoffMs wait that doubling never exceeds, milliseconds
 */
public record QueueConfig(int maxSamplesPerSend, long batchSendDeadlineMs, long minBackoffMs, long maxBackoffMs) {}
