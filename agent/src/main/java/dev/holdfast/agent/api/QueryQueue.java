package dev.holdfast.agent.api;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets few questions be answered at a time; the others wait in the order they came, and one too many is refused. The threads
 * end when there is nothing to do.
 */
final class QueryQueue implements AutoCloseable {
    /** A dashboard asks a few dozen at once. */
    private static final int MAX_WAITING = 128;

    /** Each holds an answer, so there is an end to it. */
    private static final int MAX_HELD = 8;

    private static final long IDLE_SECONDS = 20;

    private final ThreadPoolExecutor threads;
    private int maxConcurrency; // guarded by this
    private int held; // guarded by this

    QueryQueue(int maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
        threads = pool("api-query", maxConcurrency, maxConcurrency, new LinkedBlockingQueue<>(MAX_WAITING));
        threads.allowCoreThreadTimeOut(true);
    }

    /** A pool whose threads bear a name and have small stacks. */
    static ThreadPoolExecutor pool(String name, int least, int most, BlockingQueue<Runnable> waiting) {
        return new ThreadPoolExecutor(least, most, IDLE_SECONDS, TimeUnit.SECONDS, waiting, new Named(name));
    }

    /**
     * Takes a question.
     *
     * @throws ApiException when too many wait already
     */
    void take(Runnable question) {
        try {
            threads.execute(question);
        } catch (RejectedExecutionException e) {
            throw new ApiException(
                    ApiException.Type.UNAVAILABLE,
                    "too many questions at once: " + threads.getMaximumPoolSize() + " are being answered, "
                            + threads.getQueue().size() + " wait; ask again in a moment");
        }
    }

    /** Lets another number be answered at a time from now on. */
    synchronized void setMaxConcurrency(int value) {
        maxConcurrency = value;
        resize();
    }

    /** Says how many of the threads wait for a client that does not read: as many others may work meanwhile, up to a bound. */
    synchronized void setHeld(int count) {
        held = Math.min(count, MAX_HELD);
        resize();
    }

    private void resize() {
        int size = maxConcurrency + held;
        // In this order the least is never above the most.
        if (size > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else if (size < threads.getMaximumPoolSize()) {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }

    /**
     * Takes no more, and waits a little for those under way. They are not interrupted: that would close the files of the store
     * that they read.
     */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Named implements ThreadFactory {
        /** Deep expressions are walked on it; only what is used of it is resident. */
        private static final long STACK_BYTES = 512 << 10;

        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(null, work, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        }
    }
}
