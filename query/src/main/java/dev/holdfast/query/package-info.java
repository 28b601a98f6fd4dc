/**
 * PromQL over the public API of storage: parser, typed tree and evaluator. No files, no clock, no network.
 *
 * <p>This is the lobby. {@link dev.holdfast.query.PromQl} turns text into a tree;
 * {@link dev.holdfast.query.QueryEngine} evaluates it over a {@link dev.holdfast.storage.Snapshot} and gives a
 * {@link dev.holdfast.query.QueryResult}. The language is that of Prometheus 3.x for float samples: ranges and lookback
 * exclude their left end. Native histograms and functions that are experimental there do not exist here.
 *
 * <p>Invariants: an instant query is a range query of one step, and both give the same numbers; a value is either a
 * double or absent, never both; nothing in here keeps state between two queries.
 *
 * <p>Thread rule: trees are immutable; an engine may be shared; one evaluation runs on the thread that asks.
 *
 * <p>Rooms: {@code ast}, then {@code parser}, {@code functions}, {@code engine}. Read first: {@code QueryEngine}.
 */
@NullMarked
package dev.holdfast.query;

import org.jspecify.annotations.NullMarked;
