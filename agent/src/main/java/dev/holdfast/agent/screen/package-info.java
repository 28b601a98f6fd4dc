/**
 * The full-screen view of a host, live and back in time: what {@code holdfast top} shows.
 *
 * <p>Three parts that know nothing of each other's insides. The <em>model</em>: {@code HostView} is what is seen at a moment,
 * and {@code HostViewReader} reads it from a snapshot of the store. The <em>picture</em>: {@code Renderer} makes of a view and a
 * {@code ScreenState} a {@code Frame} of exactly the size that is asked for; pure, and tested without a terminal. The
 * <em>hand</em>: {@code KeyDecoder} makes keys of characters and {@code Controls} the next state of a key; pure as well.
 * {@code LiveScreen} is the thin loop that joins them, and {@code TerminalDevice} the only class that touches a terminal.
 *
 * <p>Invariants: no line of a frame is wider or narrower than the screen; a number that is not known is a dash and never a
 * zero; whatever ends the program, the terminal is left as it was found. Knows no command line. Thread rule: one thread, but
 * for {@code TerminalDevice}, which signals reach. Read first: {@code HostView}, then {@code LiveScreen}.
 */
@NullMarked
package dev.holdfast.agent.screen;

import org.jspecify.annotations.NullMarked;
