package dev.holdfast.agent.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roles of an agent, of which some come and go while it runs. Any thread; no lock is held while a role is waited for.
 * Once it was stopped nothing is started any more.
 */
public final class RoleSet {
    private static final Logger LOG = LoggerFactory.getLogger(RoleSet.class);

    private final BiConsumer<String, Throwable> onDeath;
    private final List<RoleRunner> runners = new ArrayList<>(); // guarded by this
    private boolean started; // guarded by this
    private boolean stopped; // guarded by this

    /** An empty set; see {@link RoleRunner} for what it is told. */
    RoleSet(BiConsumer<String, Throwable> onDeath) {
        this.onDeath = onDeath;
    }

    /**
     * Adds a role, and starts it when the set has been started.
     *
     * @return false when the set was stopped: the role did not run and will not, and is the caller's to close
     */
    public synchronized boolean add(Role role) {
        if (stopped) {
            return false;
        }
        RoleRunner runner = new RoleRunner(role, onDeath);
        runners.add(runner);
        if (started) {
            runner.start();
        }
        return true;
    }

    /**
     * Stops a role of the set and waits for its end. What does not end stays in the set, so that {@link #stop} waits for it too,
     * and can be removed again.
     *
     * @return false when it has not ended by then
     */
    public boolean remove(Role role, long timeoutMs) throws InterruptedException {
        RoleRunner runner = find(role);
        if (runner == null) {
            return true;
        }
        runner.stop();
        if (!runner.join(timeoutMs)) {
            return false;
        }
        synchronized (this) {
            runners.remove(runner);
        }
        return true;
    }

    private synchronized @Nullable RoleRunner find(Role role) {
        for (RoleRunner runner : runners) {
            if (runner.role() == role) {
                return runner;
            }
        }
        return null;
    }

    /** Lets a role work now instead of when it said. */
    void wake(Role role) {
        RoleRunner runner = find(role);
        if (runner != null) {
            runner.wake();
        }
    }

    /** How long the step that a role is in has taken by now, milliseconds; 0 when it waits, or is none of the set. */
    long stepMs(Role role) {
        RoleRunner runner = find(role);
        return runner == null ? 0 : runner.stepMs();
    }

    /** Starts every role, and each that is added from now on. */
    synchronized void start() {
        started = true;
        runners.forEach(RoleRunner::start);
    }

    /**
     * Stops every role, in the order they were added, and waits for their ends.
     *
     * @return false when one has not ended by then, or the wait was interrupted
     */
    boolean stop(long timeoutMs) {
        List<RoleRunner> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(runners);
        }
        all.forEach(RoleRunner::stop);
        boolean ended = true;
        long end = System.nanoTime() + timeoutMs * 1_000_000;
        try {
            for (RoleRunner runner : all) {
                if (!runner.join((end - System.nanoTime()) / 1_000_000)) {
                    // The log has what was acknowledged; a store that is closed under a role could lose more.
                    LOG.error("{} does not end, the store is left as it is", runner.name());
                    ended = false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return ended;
    }
}
