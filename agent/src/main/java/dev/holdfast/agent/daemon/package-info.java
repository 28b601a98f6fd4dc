/**
 * The agent as a process: one store, a few roles, each on a thread that bears its name.
 *
 * <p>{@link dev.holdfast.agent.daemon.Agent} opens the store, starts the roles {@code sampler}, {@code maintain} and
 * {@code sync} and those that it is given (one for each upstream, the API), and takes everything down in order when the process is told to
 * end. A role that dies of what it did not expect ends the process, since a daemon that runs without one of its parts is
 * worse than one that the service manager starts again.
 *
 * <p>Invariants: roles are stopped before the store is closed; a store is never closed under a role that still runs.
 * Thread rule: a role's {@code doWork} and {@code close} run on its thread alone; {@code stop} comes from another.
 *
 * <p>This room knows no configuration file and no command line: whoever starts the agent passes options. Read first:
 * {@code Role}, then {@code Agent}.
 */
@NullMarked
package dev.holdfast.agent.daemon;

import org.jspecify.annotations.NullMarked;
