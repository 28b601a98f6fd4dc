/**
 * Holdfast beside others on the same data: what it stores, how fast it takes it, how fast it answers.
 *
 * <p>{@code benchmarks/compare} starts {@link dev.holdfast.benchmarks.compare.Comparison} once for each engine, in a process
 * of its own, and {@link dev.holdfast.benchmarks.compare.Report} at the end. Read first: {@code Engine}. To point the
 * questions at another interface of Holdfast, change {@code HoldfastQuestions} only.
 */
@NullMarked
package dev.holdfast.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
