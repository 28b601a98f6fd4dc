package dev.holdfast.agent.cli;

/**
 * Where an expression is evaluated over a span.
 *
 * @param startMs first evaluation
 * @param endMs no evaluation is later
 * @param stepMs their distance
 */
record QuerySteps(long startMs, long endMs, long stepMs) {}
