package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of the package: newer, older, removed, purged. */
@ExtendWith(OnMachine.class)
class PackageIT {
    @Test
    void anUpgradeKeepsDataAndConfigurationAndMissesNoMoreThanARestart(Installation installation) throws IOException {
        Machine machine = installation.machine();
        Service service = installation.service();
        PackageFile newer = installation
                .built()
                .repacked(installation.share(), "99.1", "echo '# of the newer version' >>etc/holdfast/holdfast.yaml");
        installation.configure("external_labels: {site: mine}");
        machine.must("systemctl reload holdfast");
        service.awaitTicks();
        String pid = service.property("MainPID");
        Ticks before = service.ticks();
        long missedMs = service.missedMs();
        Outcome outcome = installation.install(newer);
        assertTrue(outcome.isOk(), outcome.output());
        service.awaitActive();
        assertFalse(service.property("MainPID").equals(pid));
        long downMs = downMs(service);
        service.awaitTicks();
        assertEquals(Set.of(), before.missingIn(service.ticks()), "stored and lost");
        long newlyMissedMs = service.missedMs() - missedMs;
        System.out.println("upgrade: down for " + downMs + " ms, missed " + newlyMissedMs + " ms");
        assertTrue(newlyMissedMs <= downMs + 2_000, "down for " + downMs + " ms, missed " + newlyMissedMs + " ms");
        assertTrue(machine.must("cat /etc/holdfast/holdfast.yaml").contains("site: mine"));
        assertTrue(machine.must("cat /etc/holdfast/holdfast.yaml.dpkg-dist").contains("of the newer version"));
    }

    /** From the moment that the old process was told to end to the one that the new one was ready. */
    private static long downMs(Service service) {
        return service.activeSinceMs() - Long.parseLong(service.property("ActiveExitTimestampMonotonic")) / 1_000;
    }

    @Test
    void anOlderVersionIsRefusedAndTheServiceRunsOn(Installation installation) throws IOException {
        Service service = installation.service();
        PackageFile older = installation
                .built()
                .repacked(
                        installation.share(),
                        "0.0.1",
                        "[ ! -f usr/lib/holdfast/format ] || echo 0 >usr/lib/holdfast/format");
        String version = installation.machine().must("dpkg-query -W -f '${Version}' holdfast");
        String pid = service.property("MainPID");
        Outcome refused = installation.install(older);
        assertFalse(refused.isOk(), refused.output());
        assertTrue(
                refused.output().contains("holdfast: version " + version + " is installed, and 0.0.1 is older"),
                refused.output());
        assertEquals(version, installation.machine().must("dpkg-query -W -f '${Version}' holdfast"));
        assertTrue(service.isActive());
        assertEquals(pid, service.property("MainPID"));
        service.awaitTicks();
    }

    @Test
    void removingKeepsTheDataAndAnotherInstallationFindsIt(Installation installation) throws IOException {
        Machine machine = installation.machine();
        Service service = installation.service();
        installation.configure("external_labels: {site: mine}");
        Ticks before = service.ticks();
        machine.must("dpkg -r holdfast");
        assertEquals("inactive", service.property("ActiveState"));
        assertEquals(
                "",
                machine.run(
                                "find /proc -maxdepth 1 -user holdfast; ls -d /usr/lib/holdfast /usr/bin/holdfast /usr/lib/systemd/system/holdfast.service 2>/dev/null")
                        .output());
        assertTrue(machine.must("ls /var/lib/holdfast").contains("manifest-"));
        Outcome outcome = installation.install(installation.built());
        assertTrue(outcome.isOk(), outcome.output());
        service.awaitActive();
        service.awaitTicks();
        assertEquals(Set.of(), before.missingIn(service.ticks()), "stored and lost");
        assertTrue(machine.must("cat /etc/holdfast/holdfast.yaml").contains("site: mine"));
    }

    @Test
    void purgingLeavesNothing(Installation installation) throws IOException {
        Machine machine = installation.machine();
        machine.must("echo secret >/etc/holdfast/secrets/left");
        installation.service().override("WatchdogSec=30"); // in /run, and the test's own
        machine.must("dpkg -P holdfast && rm -r /run/systemd/system/holdfast.service.d && systemctl daemon-reload");
        SortedSet<String> without = Inventory.of(machine);
        Outcome outcome = installation.install(installation.built());
        assertTrue(outcome.isOk(), outcome.output());
        installation.service().awaitActive();
        machine.must("cp -p /etc/holdfast/holdfast.yaml /root/holdfast.yaml");
        SortedSet<String> with = Inventory.of(machine);
        machine.must("dpkg -P holdfast");
        assertEquals(new TreeSet<>(), Inventory.difference(without, Inventory.of(machine)));
        // The comparison sees files, users, groups and units, or it would prove nothing.
        SortedSet<String> added = Inventory.difference(without, with);
        for (String expected : new String[] {
            "+ user holdfast", "+ group holdfast", "+ unit holdfast.service", "+ file /var/lib/holdfast"
        }) {
            assertTrue(added.contains(expected), expected + " is not among " + added.size() + " additions");
        }
    }
}
