/**
 * How the agent speaks to the service manager that started it: the datagrams of sd_notify(3).
 *
 * <p>{@link dev.holdfast.agent.supervisor.Supervisor} says that the agent is ready, reads its configuration again, stops,
 * and what it is at. {@link dev.holdfast.agent.supervisor.Watchdog} says that work goes on; who does the work calls it, no
 * timer does. Under nobody's supervision, without NOTIFY_SOCKET in the environment, both do nothing, and no native code is
 * loaded.
 *
 * <p>Java knows no datagram sockets of the family AF_UNIX. {@code NotifySocket} has them from a library of three functions
 * ({@code systemd/notify/notify.c}), which lies beside the program, and is loaded from there: nothing is unpacked, so that
 * nothing depends on a folder where programs may both write and run what they wrote.
 *
 * <p>Thread rule: a message is one system call that waits for nothing; any thread, but a watchdog's progress comes from one.
 * This room knows neither the daemon nor the command line; the environment and the clock are given to it.
 * Read first: {@code Supervisor}.
 */
@NullMarked
package dev.holdfast.agent.supervisor;

import org.jspecify.annotations.NullMarked;
