package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.Collectors;
import dev.holdfast.agent.sampling.HostFiles;
import dev.holdfast.agent.sampling.HostInventory;
import dev.holdfast.agent.sampling.InventoryCollector;
import dev.holdfast.agent.sampling.Sampler;
import dev.holdfast.agent.sampling.SamplingOptions;
import dev.holdfast.agent.sampling.SystemClock;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreLockedException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    private final AgentOptions options;
    private final Store store;
    private final Sampler sampler;
    private final InventoryCollector inventory;
    private final List<RoleRunner> runners = new ArrayList<>();
    private final Object signal = new Object();
    private boolean stopRequested; // guarded by signal
    private boolean closed; // guarded by signal
    private int status = EXIT_OK; // guarded by signal

    private Agent(AgentOptions options, Store store) throws IOException {
        this.options = options;
        this.store = store;
        SamplingOptions sampling = options.sampling();
        HostFiles files = new HostFiles(sampling.paths());
        SystemClock clock = new SystemClock(files);
        inventory = new InventoryCollector();
        long lastTickMs = LastTick.find(store, sampling, clock.wallMs());
        sampler = new Sampler(
                sampling,
                Collectors.create(sampling, files, clock, inventory),
                new StoreTicks(store),
                clock,
                lastTickMs);
        List<Role> roles = new ArrayList<>();
        roles.add(new SamplerRole(sampler, files));
        roles.add(new MaintainRole(store));
        roles.addAll(options.roles().roles(store));
        for (Role role : roles) {
            runners.add(new RoleRunner(role, this::roleDied));
        }
    }

    /**
     * Opens the store and makes the roles; nothing runs yet.
     *
     * @throws StoreLockedException when another process writes to the directory
     * @throws IllegalArgumentException when the options name a collector that there is not
     */
    public static Agent open(AgentOptions options) throws IOException {
        Store store = Store.open(options.dataDirectory(), options.store());
        try {
            return new Agent(options, store);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Starts every role. */
    public void start() {
        for (RoleRunner runner : runners) {
            runner.start();
        }
        // Apart from the roles, since it forks a few programs and takes longer than a short interval.
        Thread reader = new Thread(this::readInventory, "inventory");
        reader.setDaemon(true);
        reader.start();
        LOG.info(
                "holdfast {} samples every {} ms into {}",
                options.sampling().version(),
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
        synchronized (signal) {
            if (closed) {
                return;
            }
        }
        try {
            if (stopRoles()) {
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

    private boolean stopRoles() {
        // The sampler first, so that what it sampled last can still be taken by the others.
        for (RoleRunner runner : runners) {
            runner.stop();
        }
        boolean ended = true;
        long end = System.nanoTime() + STOP_TIMEOUT_MS * 1_000_000;
        try {
            for (RoleRunner runner : runners) {
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

    /** The store, open until {@link #close}. */
    public Store store() {
        return store;
    }

    /** The sampler, for its counts. */
    public Sampler sampler() {
        return sampler;
    }
}
