package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent in the mount namespace of a hardened service says of file systems: what one without says. The tables are those of
 * a host and of a service there with ProtectSystem=strict, ProtectHome=yes, PrivateTmp=yes, ReadWritePaths= and credentials.
 */
class SandboxedFilesystemTest {
    private static final String HOST = """
            21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
            22 21 0:21 / /proc rw,nosuid shared:2 - proc proc rw
            23 21 0:22 / /run rw,nosuid shared:3 - tmpfs tmpfs rw,size=400k,mode=755
            24 21 254:2 / /home rw,relatime shared:4 - ext4 /dev/vda2 rw
            25 24 254:3 / /home/alice rw,relatime shared:5 - ext4 /dev/vda3 rw
            26 21 254:4 / /srv rw,relatime shared:6 - ext4 /dev/vda4 ro,errors=remount-ro
            27 21 254:5 / /boot ro,relatime shared:7 - ext4 /dev/vda5 rw
            28 21 254:0 /var/www /var/public ro,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
            """;

    /** {@code @} is where the host's root is seen from here. */
    private static final String SERVICE = """
            50 49 254:0 / @/ ro,relatime master:1 - ext4 /dev/vda1 rw,errors=remount-ro
            51 50 0:21 / @/proc rw,nosuid master:2 - proc proc rw
            52 51 0:21 /sys @/proc/sys ro,nosuid master:2 - proc proc rw
            53 50 0:22 / @/run ro,nosuid master:3 - tmpfs tmpfs rw,size=400k,mode=755
            54 53 0:60 / @/run/credentials/holdfast.service ro,nosuid - ramfs ramfs rw,mode=700
            55 50 254:2 / @/home ro,relatime master:4 - ext4 /dev/vda2 rw
            56 55 254:3 / @/home/alice ro,relatime master:5 - ext4 /dev/vda3 rw
            57 55 0:22 /systemd/inaccessible/dir @/home ro,nosuid master:3 - tmpfs tmpfs rw,size=400k,mode=755
            58 50 254:4 / @/srv ro,relatime master:6 - ext4 /dev/vda4 ro,errors=remount-ro
            59 50 254:5 / @/boot ro,relatime master:7 - ext4 /dev/vda5 rw
            60 50 254:0 /var/www @/var/public ro,relatime master:1 - ext4 /dev/vda1 rw,errors=remount-ro
            61 50 254:0 /tmp/systemd-private-1/tmp @/tmp rw,relatime master:1 - ext4 /dev/vda1 rw,errors=remount-ro
            62 50 254:0 /var/lib/holdfast @/var/lib/holdfast rw,relatime master:1 - ext4 /dev/vda1 rw
            """;

    @TempDir
    private Path dir;

    /** What the collector says, by metric and mount point. */
    private Map<String, Double> collected(String host, String own) throws IOException {
        SamplerFixture fixture = new SamplerFixture(dir);
        Path root = fixture.host.paths.rootfs();
        for (String place :
                new String[] {"run", "home/alice", "srv", "boot", "var/public", "tmp", "var/lib/holdfast"}) {
            Files.createDirectories(root.resolve(place));
        }
        fixture.host.proc("1/mountinfo", host);
        String text = own.replace("@/ ", root + " ").replace("@", root.toString());
        fixture.host.proc("self/mountinfo", text + "49 1 0:99 / / rw - ext4 /dev/container rw\n");
        fixture.sampler.doWork();
        Map<String, Double> values = new TreeMap<>();
        fixture.target.last().samples().forEach((series, bits) -> {
            if (series.startsWith("node_filesystem_")) {
                String name = series.substring("node_filesystem_".length(), series.indexOf('{'));
                String point = series.replaceAll(".*mountpoint=\"([^\"]*)\".*", "$1");
                values.put(name + " " + point, Double.longBitsToDouble(bits));
            }
        });
        return values;
    }

    @Test
    void itSaysWhatTheHostHas() throws IOException {
        Map<String, Double> values = collected(HOST, SERVICE);
        assertEquals(0, values.get("readonly /"));
        assertEquals(0, values.get("readonly /run"));
        assertEquals(0, values.get("readonly /home"));
        assertEquals(1, values.get("readonly /srv"), "errors=remount-ro has struck");
        assertEquals(1, values.get("readonly /boot"));
        assertEquals(1, values.get("readonly /var/public"), "a mount that the host itself has read-only");
        assertEquals(
                7,
                values.keySet().stream().filter(s -> s.startsWith("readonly ")).count(),
                values.toString());
        assertTrue(values.get("size_bytes /") > 0);
        assertTrue(values.get("size_bytes /srv") > 0);
    }

    /** Something lies over /home here: its room is not the room of /home, and what is below cannot be reached. */
    @Test
    void whatIsHiddenIsAnErrorOfTheDeviceAndNeverTheRoomOfWhatHidesIt() throws IOException {
        Map<String, Double> values = collected(HOST, SERVICE);
        for (String hidden : new String[] {"/home", "/home/alice"}) {
            assertEquals(1, values.get("device_error " + hidden));
            assertNull(values.get("size_bytes " + hidden));
        }
        assertEquals(0, values.get("device_error /"));
        // With ProtectHome=read-only nothing lies over it.
        Map<String, Double> readOnly = collected(HOST, SERVICE.replaceAll("57 55 .*\n", ""));
        assertEquals(0, readOnly.get("device_error /home"));
        assertTrue(readOnly.get("size_bytes /home/alice") > 0);
    }

    /** The canary: the table of the service alone would give another picture. */
    @Test
    void theServicesOwnTableSaysOtherwise() {
        MountTable own = table(SERVICE.replace("@/", "/"));
        assertTrue(own.mounts().stream().anyMatch(mount -> mount.mountPoint().equals("/tmp")));
        assertTrue(Objects.requireNonNull(own.at("/")).readOnly());
        assertTrue(own.isSealed());
        assertFalse(table(HOST).isSealed());
    }

    @Test
    void aPathIsWalkedAsTheKernelDoes() {
        MountTable own = table(SERVICE.replace("@/", "/"));
        assertEquals(57, Objects.requireNonNull(own.at("/home/alice")).id());
        assertEquals(
                54,
                Objects.requireNonNull(own.at("/run/credentials/holdfast.service"))
                        .id());
        assertEquals(50, Objects.requireNonNull(own.at("/homes")).id());
        MountTable host = table(HOST);
        assertEquals(25, Objects.requireNonNull(host.at("/home/alice")).id());
        assertNull(own.whereIs(Objects.requireNonNull(host.at("/home/alice")), ""));
        assertEquals("/srv", own.whereIs(Objects.requireNonNull(host.at("/srv")), ""));
        assertNotNull(own.whereIs(Objects.requireNonNull(host.at("/var/public")), ""));
        assertNull(table("").at("/"));
    }

    /** Where the host's table may not be read (hidepid), the file systems still are not all read-only. */
    @Test
    void withoutTheHostsTableWhatIsSealedIsNotTakenForReadOnly() {
        MountTable own = table(SERVICE.replace("@/", "/"));
        assertFalse(Objects.requireNonNull(own.at("/boot")).asFileSystem().readOnly());
        assertTrue(Objects.requireNonNull(own.at("/srv")).asFileSystem().readOnly());
    }

    private static MountTable table(String text) {
        return MountTable.of(text.lines().toList());
    }
}
