package dev.holdfast.agent.api;

import com.sun.net.httpserver.HttpExchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clients that wait for an answer that takes a while. One that goes away has its question given up. Any thread begins and
 * ends; one calls {@link #check}.
 */
final class Waiting {
    /** Most answers take less; nothing is looked up for those. */
    private static final long PATIENCE_NANOS = 500_000_000;

    private static final Path PROC_NET = Path.of("/proc/net");

    private final List<One> waiting = new ArrayList<>(); // guarded by itself

    private final AtomicLong givenUp = new AtomicLong();

    private record One(HttpExchange exchange, Deadline deadline, long sinceNanos) {}

    void begin(HttpExchange exchange, Deadline deadline) {
        synchronized (waiting) {
            waiting.add(new One(exchange, deadline, System.nanoTime()));
        }
    }

    void end(HttpExchange exchange) {
        synchronized (waiting) {
            waiting.removeIf(one -> one.exchange.equals(exchange));
        }
    }

    /** Gives up the questions of those who have gone. */
    void check() {
        List<One> slow = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (waiting) {
            for (One one : waiting) {
                if (now - one.sinceNanos > PATIENCE_NANOS && !one.deadline.isGivenUp()) {
                    slow.add(one);
                }
            }
        }
        if (slow.isEmpty()) {
            return;
        }
        SocketTable sockets = SocketTable.read(PROC_NET);
        for (One one : slow) {
            if (sockets.isGone(one.exchange.getLocalAddress(), one.exchange.getRemoteAddress())) {
                one.deadline.giveUp();
                givenUp.incrementAndGet();
            }
        }
    }

    /** How many questions were given up. */
    long givenUpCount() {
        return givenUp.get();
    }
}
