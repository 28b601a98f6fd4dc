package dev.holdfast.agent.config;

import java.nio.file.Path;

/**
 * Where samples are kept, how long and at what cost.
 *
 * @param path the data directory
 * @param retentionMs age past which data is dropped, milliseconds; 0 keeps everything
 * @param maxBytes bound on the whole data directory, bytes; 0 for none
 * @param syncMs longest time that an acknowledged sample may be lost by a power cut, milliseconds; 0 syncs every tick
 * @param maxSeries bound on the series that the agent takes between a start and an end; 0 for none
 * @param wal the log's engine: file or chronicle
 */
public record StorageConfig(Path path, long retentionMs, long maxBytes, long syncMs, int maxSeries, String wal) {}
