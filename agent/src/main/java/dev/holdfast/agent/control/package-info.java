/**
 * How a command talks to the agent that runs: a socket in the data directory, and a line there and some back.
 *
 * <p>What only reads needs no agent; this is for what the agent itself must do, like taking a changed configuration. The
 * {@link dev.holdfast.agent.control.ControlServer} lets one {@link dev.holdfast.agent.control.ControlVerb} at a time answer,
 * and a {@link dev.holdfast.agent.control.ControlClient} asks. A new command is one class that is a verb.
 *
 * <pre>
 * request = word *( SP word ) LF                  the first word is the verb; 1,024 bytes at most, UTF-8
 * word    = 1*( any byte but SP, LF, "%" / "%" HEX HEX )
 * answer  = ( "ok" / "error" SP status ) LF *( text LF )      then the agent closes; status is one of sysexits
 * </pre>
 *
 * <p>Invariants: who may connect is said by the socket's mode, which it has from the moment that anyone can reach it: 0660 where
 * the directory's group may read the directory, else 0600. What changes something is for the agent's own user and root only, and
 * who a client is the kernel says (SO_PEERCRED), at each connection. No client keeps another one waiting for longer than a request may take to come and
 * an answer to be taken, a few seconds each; what is read is bounded.
 *
 * <p>Thread rule: the server belongs to one thread, {@code control}, but for {@code wake} and {@code hangUp}. This room knows
 * no store, no configuration and no command line. Read first: {@code ControlServer}.
 */
@NullMarked
package dev.holdfast.agent.control;

import org.jspecify.annotations.NullMarked;
