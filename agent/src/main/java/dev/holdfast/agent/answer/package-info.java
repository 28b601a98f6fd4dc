/**
 * Answers to queries as programs read them, the same from a command and from the HTTP API.
 *
 * <p>Invariant: an answer is written as it is walked through; memory does not grow with it. Knows no command line and no
 * daemon. Thread rule: none of it is shared. Read first: {@link dev.holdfast.agent.answer.JsonAnswer}.
 */
@NullMarked
package dev.holdfast.agent.answer;

import org.jspecify.annotations.NullMarked;
