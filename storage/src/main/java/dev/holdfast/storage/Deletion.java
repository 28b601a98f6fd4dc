package dev.holdfast.storage;

/**
 * What a delete came to.
 *
 * @param seriesCount series that had samples there, give or take one whose samples lie around the range
 * @param sampleCount samples of the chunks that were hit: as many as were deleted, or a few more
 */
public record Deletion(int seriesCount, long sampleCount) {}
