package dev.holdfast.agent.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which by custom has a daemon read its configuration again. A terminal that is closed sends it as well, and then the
 * agent ends as it always did, since a person started it there.
 *
 * <p>The class that can catch it, {@code sun.misc.Signal}, is no part of Java's standard: it is found by its name, and where it
 * is missing, or the signal is not to be had (-Xrs), the agent says so and does without.
 */
final class HangUpSignal {
    private static final Logger LOG = LoggerFactory.getLogger(HangUpSignal.class);

    private final boolean atTerminal;
    private @Nullable Runnable reload; // guarded by this
    private @Nullable Runnable end; // guarded by this
    private boolean early; // guarded by this

    private HangUpSignal(boolean atTerminal) {
        this.atTerminal = atTerminal;
    }

    /** Catches the signal from now on; one that comes before {@link #handle} is kept. */
    static HangUpSignal listen(boolean atTerminal) {
        HangUpSignal signal = new HangUpSignal(atTerminal);
        try {
            signal.install();
        } catch (Throwable e) { // NOPMD: whatever it is, the agent works without
            LOG.warn("SIGHUP does not reload here, \"holdfast reload\" does: {}", e.toString());
        }
        return signal;
    }

    /** The handler is a lambda of an interface that is not known when this is compiled; a Proxy would cost 0.4 MB. */
    private void install() throws Throwable {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType shape = MethodType.methodType(void.class, signal);
        MethodHandle raised =
                lookup.findVirtual(HangUpSignal.class, "raised", MethodType.methodType(void.class, Object.class));
        Object made = LambdaMetafactory.metafactory(
                        lookup, "handle", MethodType.methodType(handler, HangUpSignal.class), shape, raised, shape)
                .getTarget()
                .invoke(this);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), made);
    }

    /** Says what to do. */
    void handle(Runnable onReload, Runnable onEnd) {
        boolean now;
        synchronized (this) {
            reload = onReload;
            end = onEnd;
            now = early;
        }
        if (now) {
            raised("HUP");
        }
    }

    /** On a thread of the JVM's own. */
    private void raised(Object signal) {
        LOG.debug("{}", signal);
        Runnable next;
        synchronized (this) {
            early = reload == null;
            next = atTerminal && !hasTerminal() ? end : reload;
        }
        if (next != null) {
            next.run();
        }
    }

    private static boolean hasTerminal() {
        try (FileInputStream terminal = new FileInputStream("/dev/tty")) {
            return terminal.getFD().valid();
        } catch (IOException e) {
            return false;
        }
    }
}
