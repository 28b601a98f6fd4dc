package dev.holdfast.forwarder;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The loop of one upstream's thread: steps its forwarder until it is told to stop. The daemon starts the thread, by the
 * name {@link #name()}; an exception out of {@link #run()} is our bug and meant to end the process.
 */
public final class ForwarderRole implements Runnable {
    private final Forwarder forwarder;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** A role that is not running yet. It closes the forwarder when it ends. */
    public ForwarderRole(Forwarder forwarder) {
        this.forwarder = forwarder;
    }

    /** {@code forward-} and the upstream's name. */
    public String name() {
        return "forward-" + forwarder.options().name();
    }

    /** Runs until {@link #stop()}, or until the thread is interrupted. */
    @Override
    public void run() {
        try {
            boolean stop = false;
            while (!stop) {
                stop = stopped.await(forwarder.doWork(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the same as being stopped
        } finally {
            forwarder.close();
        }
    }

    /** Ends the loop soon: a request under way is broken off, and sent again after the next start. Any thread. */
    public void stop() {
        stopped.countDown();
        forwarder.abort();
    }
}
