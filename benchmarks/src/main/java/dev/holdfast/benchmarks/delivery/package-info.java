/**
 * How fast a backlog goes out, and what that costs: ours and the peers' remote write, into the same receiver. Read first:
 * {@code Drain}; {@code benchmarks/drain} runs them all.
 */
@NullMarked
package dev.holdfast.benchmarks.delivery;

import org.jspecify.annotations.NullMarked;
