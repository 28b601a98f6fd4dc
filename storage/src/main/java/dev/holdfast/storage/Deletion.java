package dev.holdfast.storage;

/**
 * What a delete came to.
 *
 * @param seriesCount series that had samples there, give or take one whose samples lie around the range
 * @param sampleCount about how many samples: exact for chunks that were hit whole, else as if they came regularly
 */
public record Deletion(int seriesCount, long sampleCount) {}
