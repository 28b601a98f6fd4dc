/**
 * The configuration: from a YAML file, the environment and flags to one immutable
 * {@link dev.holdfast.agent.config.AgentConfig}.
 *
 * <p>Invariants: every key has a default; every value knows its {@link dev.holdfast.agent.config.Origin}; a mistake is
 * named by file, line and column, all mistakes of a file at once, and nothing starts with one. What Prometheus calls by a
 * word is called by the same word here. A secret never reaches a message, a log or {@code config show}.
 *
 * <p>Knows no other module and no other room: whoever puts the agent together turns the records into the options of the
 * store, the sampler and the forwarder. Thread rule: read once, on one thread; the result is immutable.
 *
 * <p>Read first: {@link dev.holdfast.agent.config.ConfigLoader}. Next room: {@code cli}.
 */
@NullMarked
package dev.holdfast.agent.config;

import org.jspecify.annotations.NullMarked;
