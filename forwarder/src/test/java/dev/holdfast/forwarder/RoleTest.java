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
import org.junit.jupiter.api.Test;

class RoleTest {
    @Test
    void aRoleSendsUntilItIsStoppedAndStopsInTheMiddleOfARequest() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answer(request -> Answer.of(204).after(receiver.requests().size() == 1 ? 0 : 60_000));
            MemoryStore store = new MemoryStore();
            UpstreamOptions options = UpstreamOptions.builder("central", receiver.url())
                    .batchDeadlineMs(10)
                    .build();
            ForwarderRole role =
                    new ForwarderRole(new Forwarder(options, store, store.ledger("central"), SeriesFacts.NONE));
            assertEquals("forward-central", role.name());
            Thread thread = new Thread(role, role.name());
            thread.start();
            for (int request = 1; request <= 2; request++) {
                store.append(Rig.series(0), System.currentTimeMillis() - 600, request);
                while (receiver.requests().size() < request) {
                    Thread.sleep(10);
                }
            }
            Thread.sleep(100);
            role.stop();
            thread.join(10_000);
            assertFalse(thread.isAlive());
            assertEquals(0, store.ledger("central").openClaims());
            assertEquals(0, store.openSnapshots());
            assertTrue(store.ledger("central").intervals().entries().size() == 1, "the second is pending still");
        }
    }
}
