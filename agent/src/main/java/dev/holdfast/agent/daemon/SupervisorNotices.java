package dev.holdfast.agent.daemon;

import dev.holdfast.agent.supervisor.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the agent tells its service manager, and when: that it is ready, once all that it waits for has come about; how it is doing,
 * when that changes; that it reads its configuration again; that it ends. Any thread but the sampler's, as a message may have to
 * wait for the manager.
 */
public final class SupervisorNotices {
    /** Between two lines that say how it is doing, milliseconds. */
    static final long STATUS_MS = 10_000;

    /** How soon to look again for what is waited for, milliseconds. */
    static final long IMPATIENT_MS = 200;

    private final Supervisor supervisor;
    private final LongSupplier intervalMs;
    private final LongSupplier monotonicMs;
    private final Supplier<SelfLook> newest;
    private final List<BooleanSupplier> awaited = new ArrayList<>(); // guarded by this
    private String remark = ""; // guarded by this
    private boolean ready; // guarded by this
    private boolean reloading; // guarded by this
    private boolean ended; // guarded by this
    private String said = ""; // guarded by this
    private long saidMs; // guarded by this

    /**
     * Nothing was said yet.
     *
     * @param newest what the agent last saw of itself
     */
    SupervisorNotices(
            Supervisor supervisor, LongSupplier intervalMs, Supplier<SelfLook> newest, LongSupplier monotonicMs) {
        this.supervisor = supervisor;
        this.intervalMs = intervalMs;
        this.newest = newest;
        this.monotonicMs = monotonicMs;
    }

    /** One more condition without which the agent is not called ready. Before the agent is started. */
    public synchronized void waitFor(BooleanSupplier condition) {
        awaited.add(condition);
    }

    /**
     * Says what there is to say now; the role {@code watch} calls this after each look.
     *
     * @return milliseconds until it should be called again, at most
     */
    synchronized long looked(SelfLook look) {
        if (!supervisor.isThere() || reloading || ended) {
            return SelfWatch.LOOK_MS;
        }
        if (!ready && !awaited.stream().allMatch(BooleanSupplier::getAsBoolean)) {
            return IMPATIENT_MS;
        }
        String line = StatusLine.of(remark, intervalMs.getAsLong(), look);
        // First, so that no moment is left in which the manager waits too short a time; again where that message was
        // lost.
        supervisor.watchdog().expectEvery(intervalMs.getAsLong());
        if (!ready) {
            sayReady(line);
        } else if (!line.equals(said) && monotonicMs.getAsLong() - saidMs >= STATUS_MS) {
            supervisor.status(line);
            note(line);
        }
        return SelfWatch.LOOK_MS;
    }

    /** What was not taken is said again at the next look: a manager that never hears it ends an agent that works. */
    private void sayReady(String line) {
        ready = supervisor.ready(line);
        if (ready) {
            note(line);
        }
    }

    private void note(String line) {
        said = line;
        saidMs = monotonicMs.getAsLong();
    }

    /** The configuration is read again from now on. {@link #reloaded} must follow, whatever comes of it. */
    public synchronized void reloading() {
        reloading = true;
        // Before it was ready it cannot become so again: that would end the manager's wait too early.
        if (ready && !ended) {
            supervisor.reloading("reading the configuration again");
        }
    }

    /**
     * It was read.
     *
     * @param refusal why the configuration stayed as it was, which is said until a later one is taken; empty when it was taken
     */
    public synchronized void reloaded(String refusal) {
        reloading = false;
        remark = refusal.isEmpty() ? "" : "configuration not taken: " + refusal;
        if (ready && !ended) {
            sayReady(StatusLine.of(remark, intervalMs.getAsLong(), newest.get()));
        }
    }

    /** The agent ends; nothing else is said after this. */
    synchronized void stopping(String why) {
        ended = true;
        supervisor.stopping(why);
    }

    /** Ticks will come at another interval: call it before that and after. */
    void intervalChanges(long ms) {
        supervisor.watchdog().expectEvery(ms);
    }
}
