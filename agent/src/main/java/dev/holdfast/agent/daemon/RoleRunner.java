package dev.holdfast.agent.daemon;

import java.util.function.BiConsumer;

/** Runs one role on one thread until it is stopped or dies. Start it once. */
public final class RoleRunner {
    private final Role role;
    private final BiConsumer<String, Throwable> onDeath;
    private final Thread thread;
    private final Object signal = new Object();
    private boolean stopping; // guarded by signal
    private boolean woken; // guarded by signal
    private volatile long stepSinceNanos;
    private volatile boolean inStep;

    /**
     * A runner that has not started.
     *
     * @param onDeath told the role's name and what it died of, on its thread
     */
    public RoleRunner(Role role, BiConsumer<String, Throwable> onDeath) {
        this.role = role;
        this.onDeath = onDeath;
        this.thread = new Thread(this::run, role.name());
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            try {
                while (!waitFor(step())) {
                    // The role says itself when it wants to be called again.
                }
            } finally {
                role.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // as good as being stopped
        } catch (Throwable e) {
            onDeath.accept(role.name(), e);
        }
    }

    private long step() throws Exception {
        stepSinceNanos = System.nanoTime();
        inStep = true;
        try {
            return role.doWork();
        } finally {
            inStep = false;
        }
    }

    /** How long the step that is under way has taken by now, milliseconds; 0 when none is. */
    long stepMs() {
        return inStep ? (System.nanoTime() - stepSinceNanos) / 1_000_000 : 0;
    }

    /** Waits; true when it is time to stop. */
    private boolean waitFor(long ms) throws InterruptedException {
        long end = System.nanoTime() + ms * 1_000_000;
        synchronized (signal) {
            while (!stopping && !woken) {
                long leftNanos = end - System.nanoTime();
                if (leftNanos <= 0) {
                    break;
                }
                signal.wait(leftNanos / 1_000_000, (int) (leftNanos % 1_000_000));
            }
            woken = false;
            return stopping;
        }
    }

    /** Lets the role work now instead of when it said. */
    void wake() {
        synchronized (signal) {
            woken = true;
            signal.notifyAll();
        }
    }

    /** The role. */
    Role role() {
        return role;
    }

    /** Asks the role to end, and returns at once. */
    public void stop() {
        synchronized (signal) {
            stopping = true;
            signal.notifyAll();
        }
        role.stop();
    }

    /** Waits until the role has ended; false when it has not by then. */
    public boolean join(long timeoutMs) throws InterruptedException {
        thread.join(Math.max(1, timeoutMs));
        return !thread.isAlive();
    }

    /** The role's name. */
    public String name() {
        return role.name();
    }
}
