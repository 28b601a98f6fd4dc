package dev.holdfast.agent.daemon;

import dev.holdfast.agent.supervisor.Watchdog;

/**
 * That ticks come back from the store: what the agent is there for, hence what it is ready by, and what the service manager's
 * watchdog is fed by. {@link #made} is called on the sampler's thread and by nobody else: a sampler that hangs or has died, a tick that never
 * returns, a lock of the store that is never given back, and the watchdog starves, though all other threads live.
 */
final class Progress {
    private final Watchdog watchdog;
    private volatile Runnable onFirst = () -> {};
    private volatile boolean any;

    Progress(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /** Runs when the first tick has come back, on the sampler's thread. To be set before that. */
    void onFirst(Runnable action) {
        onFirst = action;
    }

    /** A tick came back. Allocates nothing, waits for nothing. */
    void made() {
        watchdog.progress();
        if (!any) {
            any = true;
            onFirst.run();
        }
    }

    /** Whether one has. Any thread. */
    boolean isAny() {
        return any;
    }
}
