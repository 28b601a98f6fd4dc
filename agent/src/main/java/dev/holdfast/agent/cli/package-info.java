/**
 * The command line: one command a file, and the nouns that they share.
 *
 * <p>A command reads the store directly, as any process may, with or without a running agent; file permissions are the
 * access control. What it prints on standard output is the answer and nothing else; progress, remarks and errors go to
 * standard error. An error is one line that names what, where and what to do, with an exit status of sysexits.
 *
 * <p>Invariants: everything that a command knows of the world (streams, environment, terminal, clock, zone) comes from its
 * {@link dev.holdfast.agent.cli.Console}, so that each can be run inside a test. The agent itself is started without
 * loading the command-line library, which would cost it megabytes.
 *
 * <p>Thread rule: one thread, but for the live line of {@code run}. Read first: {@link dev.holdfast.agent.cli.Main}.
 */
@NullMarked
package dev.holdfast.agent.cli;

import org.jspecify.annotations.NullMarked;
