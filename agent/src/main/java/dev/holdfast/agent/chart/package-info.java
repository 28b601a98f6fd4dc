/**
 * Pictures of series over time, for a terminal: a field of Braille dots, axes with round numbers and round local times,
 * colours that stand out on any background.
 *
 * <p>Invariants: a picture is as wide as it is told; points are joined only where the data has no gap; what a picture shows
 * depends on its arguments alone. Knows no command line and no daemon. Thread rule: none of it is shared. Read first:
 * {@link dev.holdfast.agent.chart.Chart}.
 */
@NullMarked
package dev.holdfast.agent.chart;

import org.jspecify.annotations.NullMarked;
