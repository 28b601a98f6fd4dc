package dev.holdfast.forwarder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.testing.MemoryStore;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A forwarder on a thread that steps it, as the daemon does. */
class ForwarderThreadTest {
    @Test
    void itSendsUntilItIsStoppedAndStopsInTheMiddleOfARequest() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answer(request -> Answer.of(204).after(receiver.requests().size() == 1 ? 0 : 60_000));
            MemoryStore store = new MemoryStore();
            UpstreamOptions options = UpstreamOptions.builder("central", receiver.url())
                    .batchDeadlineMs(10)
                    .build();
            Forwarder forwarder = new Forwarder(options, store, store.ledger("central"), SeriesFacts.NONE);
            AtomicBoolean stopping = new AtomicBoolean();
            Thread thread = new Thread(() -> run(forwarder, stopping), "forward-central");
            thread.start();
            for (int request = 1; request <= 2; request++) {
                store.append(Rig.series(0), System.currentTimeMillis() - 600, request);
                while (receiver.requests().size() < request) {
                    Thread.sleep(10);
                }
            }
            Thread.sleep(100);
            stopping.set(true);
            forwarder.abort();
            thread.join(10_000);
            assertFalse(thread.isAlive());
            assertEquals(0, store.ledger("central").openClaims());
            assertEquals(0, store.openSnapshots());
            assertTrue(store.ledger("central").intervals().entries().size() == 1, "the second is pending still");
        }
    }

    private static void run(Forwarder forwarder, AtomicBoolean stopping) {
        while (!stopping.get()) {
            LockSupport.parkNanos(Math.min(10, forwarder.doWork()) * 1_000_000);
        }
        forwarder.close();
    }
}
