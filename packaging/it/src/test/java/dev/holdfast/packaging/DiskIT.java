package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A disk that hangs or is full, and a process that hangs. */
@ExtendWith(OnMachine.class)
class DiskIT {
    /** The shortest that a busy machine bears. */
    private static final String[] IMPATIENT = {"WatchdogSec=6", "TimeoutAbortSec=2", "TimeoutStopSec=3", "RestartSec=1"
    };

    @Test
    void aHangingDiskIsNoticedAndTheServiceComesBack(Installation installation) {
        Service service = installation.service();
        service.override(IMPATIENT);
        try (DataDisk disk = DataDisk.insert(installation.machine())) {
            installation.machine().must("systemctl start holdfast");
            service.awaitActive();
            String mark = service.mark();
            String pid = service.property("MainPID");
            disk.freeze();
            service.awaitJournal(mark, 60, "Watchdog timeout");
            assertEquals("watchdog", service.property("Result"));
            // Java says where each thread is, which is where to look.
            service.awaitJournal(mark, 10, "\"sampler\"");
            Machine.sleepMs(3_000);
            disk.thaw();
            Machine.await(
                    "another process",
                    60,
                    () -> service.isActive() && !service.property("MainPID").equals(pid));
            service.awaitTicks();
        }
    }

    @Test
    void aProcessThatHangsIsStartedAgain(Installation installation) {
        Service service = installation.service();
        service.override(IMPATIENT);
        installation.machine().must("systemctl restart holdfast");
        service.awaitActive();
        String mark = service.mark();
        installation.machine().must("systemctl kill -s STOP --kill-who=main holdfast");
        service.awaitJournal(mark, 60, "Watchdog timeout");
        Machine.await("a start", 60, () -> service.property("NRestarts").equals("1") && service.isActive());
        service.awaitTicks();
    }

    @Test
    void aFullDiskEndsNothingAndHealsByItself(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        try (DataDisk disk = DataDisk.insert(machine)) {
            machine.must("systemctl start holdfast");
            service.awaitActive();
            disk.fill();
            String mark = service.mark();
            machine.must("systemctl restart holdfast");
            service.awaitActive();
            String restarts = service.property("NRestarts");
            String pid = service.property("MainPID");
            long fullMs = System.currentTimeMillis();
            Machine.sleepMs(10_000); // a few times RestartSec
            assertTrue(service.isActive());
            assertEquals(pid, service.property("MainPID"));
            assertEquals(restarts, service.property("NRestarts"));
            long said = service.journal(mark, "-p", "warning")
                    .lines()
                    .filter(line -> line.contains("no space left"))
                    .count();
            assertEquals(1, said, () -> service.journal(mark));
            disk.drain();
            Machine.await(
                    "durable", 60, () -> machine.run("holdfast status --check").isOk());
            service.awaitTicks();
            // What was sampled meanwhile was kept in memory, and is there now.
            String from = Instant.ofEpochMilli(fullMs).toString();
            long kept = service.ticks()
                    .countBetween(from, Instant.ofEpochMilli(fullMs + 9_000).toString());
            assertTrue(kept >= 8, "of nine ticks on the full disk there are " + kept);
            assertEquals(pid, service.property("MainPID"));
        }
    }
}
