/**
 * The evaluator.
 *
 * <p>An expression is evaluated for all steps of a grid at once: a vector is a list of series with a place for each step, a
 * scalar is an array with a number for each step, and an instant query is a grid of one step. Selectors and range functions
 * walk one cursor a series from the first step to the last, so memory is series times steps, plus the window of samples
 * that a range function looks at, whatever the number of samples read.
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
