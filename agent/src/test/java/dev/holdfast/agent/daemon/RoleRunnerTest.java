package dev.holdfast.agent.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RoleRunnerTest {
    private static class CountingRole implements Role {
        final CountDownLatch works = new CountDownLatch(3);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicReference<String> thread = new AtomicReference<>("");

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public long doWork() {
            thread.set(Thread.currentThread().getName());
            works.countDown();
            return works.getCount() > 0 ? 0 : 60_000;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void aRoleRunsOnAThreadOfItsNameUntilItIsStopped() throws InterruptedException {
        CountingRole role = new CountingRole();
        AtomicReference<Throwable> death = new AtomicReference<>();
        RoleRunner runner = new RoleRunner(role, (name, cause) -> death.set(cause));
        runner.start();
        assertTrue(role.works.await(10, TimeUnit.SECONDS));
        assertEquals("counting", role.thread.get());
        runner.stop(); // in the midst of its minute
        assertTrue(runner.join(10_000));
        assertEquals(0, role.closed.getCount());
        assertNull(death.get());
    }

    @Test
    void aRoleThatDiesIsClosedAndReported() throws InterruptedException {
        CountingRole role = new CountingRole() {
            @Override
            public long doWork() {
                throw new AssertionError("broken");
            }
        };
        AtomicReference<String> death = new AtomicReference<>();
        RoleRunner runner = new RoleRunner(role, (name, cause) -> death.set(name + ": " + cause.getMessage()));
        runner.start();
        assertTrue(runner.join(10_000));
        assertEquals("counting: broken", death.get());
        assertEquals(0, role.closed.getCount());
    }
}
