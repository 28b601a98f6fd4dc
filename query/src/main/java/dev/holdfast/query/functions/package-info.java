/**
 * The functions of PromQL: their names and types, and what they compute.
 *
 * <p>{@link dev.holdfast.query.functions.FunctionTable} lists them; each family has its own file. A function that looks at
 * one value, or at one window of samples, is here as plain arithmetic. One that looks at series or at the evaluation as a
 * whole (labels, sorting, {@code absent}, histograms) is only named here, and lives in {@code engine}.
 *
 * <p>A value that is not there is {@link dev.holdfast.query.functions.Absent#VALUE}, in all arrays and results.
 *
 * <p>Knows nothing of parsing and evaluation. Read first: {@code FunctionTable}. Next room: {@code engine}.
 */
@NullMarked
package dev.holdfast.query.functions;

import org.jspecify.annotations.NullMarked;
