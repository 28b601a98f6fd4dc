/**
 * The text formats: OpenMetrics 1.0 and Prometheus text 0.0.4, read and written as streams.
 *
 * <p>In: {@link dev.holdfast.agent.openmetrics.OpenMetricsReader} turns lines into (labels, timestamp, value bits), in
 * bounded memory, whatever the length of the input. Out: {@link dev.holdfast.agent.openmetrics.SnapshotExport} walks a
 * snapshot family by family and hands it to {@link dev.holdfast.agent.openmetrics.OpenMetricsWriter}.
 *
 * <p>Invariants: what the writer writes, the reader reads back to the bit (stale markers and foreign NaN payloads have no
 * text, are left out or normalised, and counted). A reader never guesses a value: what it cannot read exactly is an
 * error that names the line.
 *
 * <p>Thread rule: every object here belongs to one thread. Read first: {@code OpenMetricsReader}. Next room:
 * {@code sampling}, whose catalogue gives types and help.
 */
@NullMarked
package dev.holdfast.agent.openmetrics;

import org.jspecify.annotations.NullMarked;
