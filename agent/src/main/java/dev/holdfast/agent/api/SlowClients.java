package dev.holdfast.agent.api;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts off clients that do not take their answers: a write that gets nowhere within its time is interrupted, upon which its
 * channel closes. Any thread writes; one calls {@link #check}.
 */
final class SlowClients {
    private static final long HELD_NANOS = 500_000_000;

    private final long patienceNanos;
    private final List<Turn> writing = new ArrayList<>(); // guarded by itself

    SlowClients(long patienceMs) {
        this.patienceNanos = patienceMs * 1_000_000;
    }

    /** One write that is under way. */
    final class Turn {
        private final Thread thread = Thread.currentThread();
        private final long sinceNanos = System.nanoTime();

        private Turn() {}

        /** The write is over, one way or the other. On the thread that began it. */
        void end() {
            synchronized (writing) {
                writing.remove(this);
            }
            Thread.interrupted(); // one that came too late must not hit what the thread does next
        }
    }

    /** A write of this thread begins. */
    Turn begin() {
        Turn turn = new Turn();
        synchronized (writing) {
            writing.add(turn);
        }
        return turn;
    }

    /**
     * Cuts off those that have taken too long.
     *
     * @return how many threads get nowhere with a client, and so do nothing for others
     */
    int check() {
        long now = System.nanoTime();
        int held = 0;
        synchronized (writing) {
            for (Turn turn : writing) {
                long tookNanos = now - turn.sinceNanos;
                held += tookNanos > HELD_NANOS ? 1 : 0;
                if (tookNanos > patienceNanos) {
                    turn.thread.interrupt();
                }
            }
        }
        return held;
    }
}
