/**
 * What became of every second: collected, missed and why, no longer there, and for each upstream delivered or not.
 *
 * <p>All of it is read from the store and its ledgers: the sampler stores with each tick how many there were and how many
 * were missed by reason, so that two neighbours say what happened between them.
 *
 * <p>Invariant: stretches follow one another and fill the span, so that lengths add up to it. Knows no command line.
 * Thread rule: none of it is shared. Read first: {@code GapReport}.
 */
@NullMarked
package dev.holdfast.agent.gaps;

import org.jspecify.annotations.NullMarked;
