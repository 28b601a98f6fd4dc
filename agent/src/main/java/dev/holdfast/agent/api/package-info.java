/**
 * The HTTP API: Prometheus's questions and answers over a store, a page for a browser, and what a scraper wants.
 *
 * <p>{@link dev.holdfast.agent.api.ApiServer} listens; {@code ApiHandler} is where each request comes in. It looks at who asks
 * ({@code HostCheck}, {@code Access}), finds the {@code Route}, and lets {@code Endpoints} answer: what reads the store by
 * {@code QueryQueue}, which runs few at a time, the rest on the spot.
 *
 * <p>Invariants: nothing in here writes to a store. Whatever a client sends is bounded before it is kept: heads, bodies,
 * connections, questions at a time, the time that each takes. What goes wrong becomes an answer and ends no thread. A secret
 * comes into no answer and no log.
 *
 * <p>Knows storage, query and the rooms {@code answer}, {@code gaps}, {@code openmetrics} and {@code sampling} (for the
 * catalogue of metrics). What it needs of the process around it comes in by {@code ApiHost} and {@code StoreSource}: this room
 * knows no daemon, no configuration file and no command line.
 *
 * <p>Thread rule: a dispatcher of the JDK's accepts; threads {@code api-io} read requests, threads {@code api-query} answer those
 * that read the store. {@link dev.holdfast.agent.api.ApiServer#tick} is called about once a second by whoever owns the server.
 *
 * <p>Read first: {@code ApiHandler}, then {@code Route}.
 */
@NullMarked
package dev.holdfast.agent.api;

import org.jspecify.annotations.NullMarked;
