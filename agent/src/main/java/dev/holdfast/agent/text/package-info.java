/**
 * How people write and read what the agent knows: points in time, lengths of time, names of series, tables.
 *
 * <p>Invariant: the same text is understood and printed everywhere, whichever command or screen it is for. Knows no command
 * line and no daemon. Thread rule: stateless, or not shared. Read first: {@link dev.holdfast.agent.text.TimeText}.
 */
@NullMarked
package dev.holdfast.agent.text;

import org.jspecify.annotations.NullMarked;
