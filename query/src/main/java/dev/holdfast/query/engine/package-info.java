/**
 * The evaluator.
 *
 * <p>An expression is evaluated for all steps of a grid at once: a series has a place for each step, a scalar is an array with a
 * number for each step, and an instant query is a grid of one step. Series come one after another ({@link
 * dev.holdfast.query.engine.SeriesStream}) wherever none has to know of the others; an aggregation folds them as they come, and
 * what must see all series of a step is evaluated in parts of the grid. So memory is series times steps of the result, plus
 * the window of samples of one series, whatever the number of samples read and of series folded.
 *
 * <p>All that is held is counted in a {@link dev.holdfast.query.engine.Budget}: who lets go of a series gives it back. Every loop
 * tells {@link dev.holdfast.query.engine.Limits} of its work, which looks at the time.
 *
 * <p>Arrays have one owner: who gets a series as an operand may overwrite it. Parts of an expression that give the same at
 * every step are evaluated once.
 *
 * <p>Knows the tree and the functions, and of storage only snapshots and cursors; nothing of parsing. One evaluation, one
 * thread. Read first: {@link dev.holdfast.query.engine.Evaluation}, then {@link dev.holdfast.query.engine.ExprEvaluator}.
 */
@NullMarked
package dev.holdfast.query.engine;

import org.jspecify.annotations.NullMarked;
