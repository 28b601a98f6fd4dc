package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands make of a host where the agent is installed as a service. */
class InstalledHostTest {
    @TempDir
    private Path dir;

    @Test
    void theConfigurationSaysWhichDirectoryItsAgentHas() throws IOException {
        Path file = dir.resolve("holdfast.yaml");
        assertNull(InstalledConfiguration.dataDirectory(TestConsole.none(), file));
        Files.writeString(file, "storage: {path: /srv/holdfast}\n");
        assertEquals(Path.of("/srv/holdfast"), InstalledConfiguration.dataDirectory(TestConsole.none(), file));
        // The default of whoever asks is not the service's.
        Files.writeString(file, "interval: 5s\n");
        assertNull(InstalledConfiguration.dataDirectory(TestConsole.none(), file));
        Files.writeString(file, "storage: {path: /srv/holdfast, speed: 3}\n");
        assertNull(InstalledConfiguration.dataDirectory(TestConsole.none(), file));
    }

    @Test
    void theNamedFileGoesBeforeTheInstalledOne() {
        assertEquals(Path.of("mine.yml"), InstalledConfiguration.orInstalled(Path.of("mine.yml")));
    }

    @Test
    void withoutAnInstalledFileACheckWantsAName() {
        assumeTrue(!Files.exists(InstalledConfiguration.FILE), "holdfast is installed on this machine");
        TestConsole console = new TestConsole(dir);
        assertEquals(ExitStatus.USAGE, console.run("config", "check"));
        assertTrue(console.err().contains("none is installed at /etc/holdfast/holdfast.yaml"), console.err());
        assertEquals(ExitStatus.OK, console.run("config", "show"), console.err());
    }

    @Test
    void theServiceOfAProcessIsItsControlGroup() {
        assertEquals("holdfast", ServiceUnit.in("0::/system.slice/holdfast.service\n"));
        assertEquals(
                "holdfast@site",
                ServiceUnit.in(
                        "12:memory:/x\n1:name=systemd:/system.slice/system-holdfast.slice/holdfast@site.service\n"));
        assertNull(ServiceUnit.in("0::/user.slice/user-1000.slice/user@1000.service/app.slice/a.service\n"));
        assertNull(ServiceUnit.in("0::/\n"));
    }
}
