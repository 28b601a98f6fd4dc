package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.Collectors;
import dev.holdfast.agent.sampling.HostFiles;
import dev.holdfast.agent.sampling.HostInventory;
import dev.holdfast.agent.sampling.InventoryCollector;
import dev.holdfast.agent.sampling.Sampler;
import dev.holdfast.agent.sampling.SamplingChange;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.agent.sampling.SelfBoard;
import dev.holdfast.agent.sampling.SystemClock;
import dev.holdfast.agent.supervisor.Supervisor;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreLockedException;
import dev.holdfast.storage.StoreOptions;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent: a store, the roles that fill, tend and forward it, and their end.
 *
 * <p>A process calls {@link #run}: it returns, or the process has ended, after everything was stopped in order. A program
 * that embeds the agent calls {@link #open}, {@link #start} and {@link #close}.
 */
public final class Agent implements Closeable {
    /** Status of an orderly end. */
    public static final int EXIT_OK = 0;

    /** Status after a role died: EX_SOFTWARE of sysexits. */
    public static final int EXIT_ROLE_DIED = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final long STOP_TIMEOUT_MS = 10_000;
    private static final long CHANGE_TIMEOUT_MS = 5_000;

    /** A first tick that is further away is not waited for before the agent is called ready. */
    private static final long FIRST_TICK_MS = 10_000;

    private final AgentOptions options;
    private final Store store;
    private final Collectors collectors;
    private final Sampler sampler;
    private final SamplerRole samplerRole;
    private final InventoryCollector inventory;
    private final SelfWatch watch;
    private final SupervisorNotices notices;
    private final RoleSet roles = new RoleSet(this::roleDied);
    private final Object signal = new Object();
    private boolean stopRequested; // guarded by signal
    private boolean closed; // guarded by signal
    private int status = EXIT_OK; // guarded by signal
    private String cause = "stopping"; // guarded by signal

    private Agent(AgentOptions options, Store store, Supervisor supervisor) throws IOException {
        this.options = options;
        this.store = store;
        SamplingOptions sampling = options.sampling();
        HostFiles files = new HostFiles(sampling.paths());
        SystemClock clock = new SystemClock(files);
        inventory = new InventoryCollector();
        long lastTickMs = LastTick.find(store, sampling, clock.wallMs());
        SelfBoard board = new SelfBoard();
        collectors = new Collectors(files, clock, inventory, board);
        sampler = new Sampler(
                sampling,
                collectors.scheduled(sampling.collectors()),
                new StoreTicks(store, supervisor.watchdog()),
                clock,
                lastTickMs,
                LastSeries.find(store, sampling, lastTickMs));
        samplerRole = new SamplerRole(sampler, files, this::wakeWatch);
        // The sampler is the first to be stopped, so that what it sampled last can still be taken by the others.
        roles.add(samplerRole);
        Role maintenance = new MaintainRole(store);
        roles.add(maintenance);
        roles.add(new SyncRole(store));
        options.roles().roles(store).forEach(roles::add);
        watch = new SelfWatch(
                store,
                sampler,
                options.roles()::forwarders,
                () -> roles.stepMs(maintenance),
                options.readiness(),
                LastCounts.read(store, sampling, lastTickMs),
                board,
                clock::wallMs,
                () -> clock.monotonicNanos() / 1_000_000);
        roles.add(watch);
        notices = new SupervisorNotices(
                supervisor, sampler::intervalMs, watch::last, () -> clock.monotonicNanos() / 1_000_000);
        notices.waitFor(
                () -> samplerRole.hasTicked() || (samplerRole.isRunning() && sampler.intervalMs() > FIRST_TICK_MS));
        watch.listener(notices::looked);
    }

    /** So that a service manager hears at once that the agent is ready. */
    private void wakeWatch() {
        roles.wake(watch);
    }

    /** Opens an agent that nobody supervises. */
    public static Agent open(AgentOptions options) throws IOException {
        return open(options, Supervisor.none());
    }

    /**
     * Opens the store and makes the roles; nothing runs yet.
     *
     * @param supervisor is told how it goes, and stays the caller's to close
     * @throws StoreLockedException when another process writes to the directory
     * @throws IllegalArgumentException when the options name a collector that there is not
     */
    public static Agent open(AgentOptions options, Supervisor supervisor) throws IOException {
        supervisor.status("opening the store in " + options.dataDirectory());
        return open(options, Store.open(options.dataDirectory(), options.store()), supervisor);
    }

    /** The same with a store that is open, and the agent's to close. */
    static Agent open(AgentOptions options, Store store, Supervisor supervisor) throws IOException {
        try {
            return new Agent(options, store, supervisor);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Starts every role. */
    public void start() {
        roles.start();
        // Apart from the roles, since it forks a few programs and takes longer than a short interval.
        Thread reader = new Thread(this::readInventory, "inventory");
        reader.setDaemon(true);
        reader.start();
        LOG.info(
                "holdfast {}{} samples every {} ms into {}",
                options.sampling().version(),
                BuildId.suffix(),
                options.sampling().intervalMs(),
                options.dataDirectory());
    }

    private void readInventory() {
        try {
            HostInventory host = HostInventory.read();
            inventory.accept(host);
            LOG.info(
                    "host: {}, {} CPUs ({}), {} MiB of memory, {} disks, {} network interfaces",
                    host.osName(),
                    host.logicalCpuCount(),
                    host.cpuName(),
                    host.memoryBytes() >> 20,
                    host.disks().size(),
                    host.networkInterfaces().size());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the inventory of the host could not be read, all else goes on: {}", e.toString());
        }
    }

    /**
     * Starts, and works until the process is told to end (SIGTERM, SIGINT) or a role dies; then stops everything in order.
     * When a signal ends the process it exits with {@link #EXIT_OK}, and this does not return.
     *
     * @return the status to exit with
     */
    public int run() throws IOException, InterruptedException {
        Thread hook = new Thread(this::endProcess, "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        start();
        try {
            awaitStop();
        } finally {
            close();
            forget(hook);
        }
        return status();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending", e); // the hook runs already, and ends it
        }
    }

    /** In the place of the status 143 that a JVM gives itself after SIGTERM, which service managers take for a failure. */
    private void endProcess() {
        requestStop(EXIT_OK);
        try {
            awaitClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status());
    }

    private void roleDied(String role, Throwable cause) {
        StackTraceElement[] stack = cause.getStackTrace();
        LOG.error("{} died, the agent ends: {}{}", role, cause, stack.length > 0 ? " at " + stack[0] : "");
        LOG.debug("{}", role, cause);
        synchronized (signal) {
            this.cause = role + " died, the log says more: " + cause;
        }
        requestStop(EXIT_ROLE_DIED);
    }

    /** Lets {@link #run} end; from any thread. */
    public void requestStop() {
        requestStop(EXIT_OK);
    }

    private void requestStop(int exitStatus) {
        synchronized (signal) {
            if (exitStatus != EXIT_OK) {
                status = exitStatus;
            }
            stopRequested = true;
            signal.notifyAll();
        }
    }

    private void awaitStop() throws InterruptedException {
        synchronized (signal) {
            while (!stopRequested) {
                signal.wait();
            }
        }
    }

    private void awaitClosed() throws InterruptedException {
        long end = System.nanoTime() + 3 * STOP_TIMEOUT_MS * 1_000_000;
        synchronized (signal) {
            while (!closed && System.nanoTime() < end) {
                signal.wait(STOP_TIMEOUT_MS);
            }
        }
    }

    private int status() {
        synchronized (signal) {
            return status;
        }
    }

    /** Stops the roles, then closes the store, which makes everything durable. Again does nothing. */
    @Override
    public void close() throws IOException {
        String why;
        synchronized (signal) {
            if (closed) {
                return;
            }
            why = cause;
        }
        notices.stopping(why);
        try {
            if (roles.stop(STOP_TIMEOUT_MS)) {
                store.close();
            }
            LOG.info("stopped after {} ticks", sampler.tickCount());
        } finally {
            synchronized (signal) {
                closed = true;
                signal.notifyAll();
            }
        }
    }

    /**
     * Goes over to other options of store and sampler while everything runs; see {@link Store#reconfigure} and
     * {@link Sampler#replace}. One caller at a time.
     *
     * @return whether the sampler has taken them; else it does as soon as the tick that is under way ends
     * @throws IllegalArgumentException when something is another that cannot be; nothing has changed then
     */
    public boolean reconfigure(StoreOptions storeOptions, SamplingOptions sampling) throws InterruptedException {
        SamplingChange change = new SamplingChange(sampling.intervalMs(), collectors.scheduled(sampling.collectors()));
        store.reconfigure(storeOptions);
        notices.intervalChanges(Math.max(sampler.intervalMs(), sampling.intervalMs()));
        sampler.replace(change);
        roles.wake(samplerRole);
        boolean taken = change.awaitTaken(CHANGE_TIMEOUT_MS);
        if (taken) {
            notices.intervalChanges(sampling.intervalMs());
        }
        return taken;
    }

    /** The roles, to add some and to remove those again. */
    public RoleSet roles() {
        return roles;
    }

    /** What the agent sees of itself, and whether it is ready. */
    public SelfWatch watch() {
        return watch;
    }

    /** What the service manager is told. */
    public SupervisorNotices notices() {
        return notices;
    }

    /** The store, open until {@link #close}. */
    public Store store() {
        return store;
    }

    /** The sampler, for its counts. */
    public Sampler sampler() {
        return sampler;
    }
}
