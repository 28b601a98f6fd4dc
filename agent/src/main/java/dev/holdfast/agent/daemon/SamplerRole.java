package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.HostFiles;
import dev.holdfast.agent.sampling.Sampler;

/** The sampler on its thread. Closes the files that it reads. */
final class SamplerRole implements Role {
    private final Sampler sampler;
    private final HostFiles files;
    private final Runnable onFirstTick;
    private volatile boolean running;
    private volatile boolean ticked;

    /**
     * Has not begun.
     *
     * @param onFirstTick runs once, when the first tick has come back from the store, on the sampler's thread
     */
    SamplerRole(Sampler sampler, HostFiles files, Runnable onFirstTick) {
        this.sampler = sampler;
        this.files = files;
        this.onFirstTick = onFirstTick;
    }

    @Override
    public String name() {
        return "sampler";
    }

    @Override
    public long doWork() {
        long waitMs = sampler.doWork();
        running = true;
        // One that the store refused is one too: it is full, not hanging, and to wait for more would be to wait for a
        // disk.
        if (!ticked && (sampler.lastTickMs() >= 0 || sampler.appendFailureCount() > 0)) {
            ticked = true;
            onFirstTick.run();
        }
        return waitMs;
    }

    /** Whether a tick has come back from the store. Any thread. */
    boolean hasTicked() {
        return ticked;
    }

    /** Whether it has done a step. Any thread. */
    boolean isRunning() {
        return running;
    }

    @Override
    public void close() {
        files.close();
    }
}
