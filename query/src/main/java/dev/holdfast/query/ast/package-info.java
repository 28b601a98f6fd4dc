/**
 * The typed tree of a PromQL expression, and how it is written down again.
 *
 * <p>Everything in here is an immutable value: nodes are records, and a node knows its type, its place in the query text
 * and its parts, but not how it is evaluated. {@link dev.holdfast.query.ast.Printer} writes the canonical text, which
 * parses back to an equal tree.
 *
 * <p>Times and durations are milliseconds. Read first: {@link dev.holdfast.query.ast.Expr}. Next room: {@code parser}.
 */
@NullMarked
package dev.holdfast.query.ast;

import org.jspecify.annotations.NullMarked;
