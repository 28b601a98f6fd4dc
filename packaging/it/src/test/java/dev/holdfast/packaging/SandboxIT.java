package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Inside its sandbox the service measures the host, and not the sandbox. */
@ExtendWith(OnMachine.class)
class SandboxIT {
    /** What is the same whenever it is sampled. */
    private static final String STEADY =
            "node_filesystem_(size_bytes|readonly|device_error)|node_uname_info|node_boot_time_seconds"
                    + "|node_memory_MemTotal_bytes|node_network_(info|up|mtu_bytes|address_assign_type)|node_os_info|node_dmi_info"
                    + "|node_disk_info|node_filefd_maximum|node_cpu_info";

    private static final String INSIDE = "/var/lib/holdfast";
    private static final String OUTSIDE = "/var/tmp/outside";

    @Test
    void theNumbersAreThoseFromOutside(Installation installation) {
        Machine machine = installation.machine();
        Service service = installation.service();
        machine.must(
                "mount -t tmpfs -o size=10m tmpfs /home && mkdir /home/user && mount -t tmpfs -o size=20m tmpfs /home/user"
                        + " && mkdir -p /srv/read-only && mount -t tmpfs -o ro,size=7m tmpfs /srv/read-only");
        try {
            machine.must("systemctl restart holdfast; mkdir -p " + OUTSIDE + " && chown holdfast: " + OUTSIDE
                    + " && echo 'api: {listen: \"off\"}' >/var/tmp/outside.yaml; setsid setpriv --reuid=holdfast --regid=holdfast"
                    + " --clear-groups holdfast run --config /var/tmp/outside.yaml --data " + OUTSIDE
                    + " >/var/tmp/outside.log 2>&1 & echo $! >/var/tmp/outside.pid");
            service.awaitActive();
            Machine.await("as many series", 60, () -> difference(machine).isEmpty());
            // A mount that comes later is seen as well.
            assertTrue(series(machine, INSIDE).stream()
                    .anyMatch(line -> line.contains("/srv/read-only") && line.endsWith(" 7340032")));
            // The comparison finds a sandbox that is too tight.
            service.override("ProtectHome=yes");
            machine.must("systemctl restart holdfast");
            service.awaitActive();
            Machine.await(
                    "other numbers of homes",
                    30,
                    () -> difference(machine).stream().anyMatch(line -> line.contains("/home")));
        } finally {
            machine.run(
                    "kill $(cat /var/tmp/outside.pid); systemctl stop holdfast; umount /home/user /home /srv/read-only;"
                            + " rm -rf /var/tmp/outside*");
        }
        assertFalse(machine.must("cat /proc/mounts").contains("/home"));
    }

    /** What only one of the two says: the names and labels of all series, and the values of steady ones. */
    private static SortedSet<String> difference(Machine machine) {
        return Inventory.difference(series(machine, INSIDE), series(machine, OUTSIDE));
    }

    private static SortedSet<String> series(Machine machine, String data) {
        String all = machine.run("holdfast query --data " + data + " -o csv '{__name__=~\".+\"}'")
                .output();
        SortedSet<String> series = new TreeSet<>();
        all.lines().dropWhile(line -> !line.startsWith("__name__,")).skip(1).forEach(line -> {
            String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
            String labels = String.join(" ", java.util.Arrays.copyOf(cells, cells.length - 2))
                    .replaceAll(" +", " ");
            series.add(cells[0].matches(STEADY) ? labels + " " + cells[cells.length - 1] : labels);
        });
        return series;
    }
}
