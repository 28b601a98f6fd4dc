package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoleSetTest {
    private final AtomicReference<Throwable> death = new AtomicReference<>();
    private final RoleSet set = new RoleSet((name, cause) -> death.set(cause));

    /** Works once an hour, or, when it is stubborn, for as long as it likes. */
    private static final class Idle implements Role {
        final AtomicInteger works = new AtomicInteger();
        final CountDownLatch worked = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        private final boolean stubborn;

        Idle(boolean stubborn) {
            this.stubborn = stubborn;
        }

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public long doWork() throws InterruptedException {
            works.incrementAndGet();
            worked.countDown();
            if (stubborn) {
                letGo.await();
            }
            return 3_600_000;
        }

        @Override
        public void close() {
            closed.countDown();
        }

        void awaitWork() throws InterruptedException {
            assertTrue(worked.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void rolesComeAndGoWhileOthersRun() throws InterruptedException {
        Idle first = new Idle(false);
        set.add(first);
        Thread.sleep(20);
        assertEquals(0, first.works.get(), "runs before it is started");
        set.start();
        first.awaitWork();
        Idle second = new Idle(false);
        assertTrue(set.add(second));
        second.awaitWork();
        assertTrue(set.remove(second, 10_000));
        assertEquals(0, second.closed.getCount());
        assertEquals(1, first.closed.getCount());
        assertTrue(set.stop(10_000));
        assertEquals(0, first.closed.getCount());
        assertEquals(null, death.get());
    }

    @Test
    void aRoleIsWokenBeforeItsTime() throws InterruptedException {
        Idle role = new Idle(false);
        set.add(role);
        set.start();
        role.awaitWork();
        for (int i = 0; i < 1_000 && role.works.get() < 3; i++) {
            set.wake(role);
            Thread.sleep(5);
        }
        assertTrue(role.works.get() >= 3);
        set.stop(10_000);
    }

    @Test
    void whatDoesNotEndStaysInTheSetAndIsWaitedForAtTheEnd() throws InterruptedException {
        Idle role = new Idle(true);
        set.add(role);
        set.start();
        role.awaitWork();
        assertFalse(set.remove(role, 50));
        assertFalse(set.stop(50));
        role.letGo.countDown();
        assertTrue(set.stop(10_000));
        assertTrue(set.remove(role, 10_000));
    }

    @Test
    void afterTheEndNothingBegins() throws InterruptedException {
        set.start();
        assertTrue(set.stop(1_000));
        Idle late = new Idle(false);
        assertFalse(set.add(late));
        Thread.sleep(20);
        assertEquals(0, late.works.get());
    }
}
