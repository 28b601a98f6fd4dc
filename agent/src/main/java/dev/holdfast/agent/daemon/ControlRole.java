package dev.holdfast.agent.daemon;

import dev.holdfast.agent.control.ControlServer;
import java.io.IOException;

/** The control channel on its thread. */
public final class ControlRole implements Role {
    private final ControlServer server;
    private volatile boolean begun;

    /** Listens from its first step on. */
    public ControlRole(ControlServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "control";
    }

    @Override
    public long doWork() throws IOException, InterruptedException {
        if (!begun) {
            server.listen();
            begun = true;
        }
        return server.doWork();
    }

    /** Whether it listens, or has found that it cannot. Any thread. */
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public void stop() {
        server.wake();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
