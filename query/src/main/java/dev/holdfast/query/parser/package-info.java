/**
 * From text to tree: {@link dev.holdfast.query.parser.Lexer} makes tokens, {@link dev.holdfast.query.parser.Parser} climbs
 * precedences over them, {@link dev.holdfast.query.parser.TypeChecker} refuses what fits the grammar but not the types.
 *
 * <p>The first error ends the parse. Wordings and places are those of Prometheus, since clients show them and people search
 * for them. What Prometheus calls experimental is recognised, so as to say just that.
 *
 * <p>Knows the tree and the table of functions; nothing of evaluation. Read first: {@code Parser}.
 */
@NullMarked
package dev.holdfast.query.parser;

import org.jspecify.annotations.NullMarked;
