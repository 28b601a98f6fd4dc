package dev.holdfast.agent.daemon;

import dev.holdfast.agent.sampling.HostFiles;
import dev.holdfast.agent.sampling.Sampler;

/** The sampler on its thread. Closes the files that it reads. */
final class SamplerRole implements Role {
    private final Sampler sampler;
    private final HostFiles files;
    private volatile boolean running;

    SamplerRole(Sampler sampler, HostFiles files) {
        this.sampler = sampler;
        this.files = files;
    }

    @Override
    public String name() {
        return "sampler";
    }

    @Override
    public long doWork() {
        long waitMs = sampler.doWork();
        running = true;
        return waitMs;
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
