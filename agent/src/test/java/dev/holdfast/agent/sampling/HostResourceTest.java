package dev.holdfast.agent.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostResourceTest {
    @Test
    void aHostIsCalledAsOpenTelemetryCallsHosts(@TempDir Path root) throws IOException {
        Path kernel = Files.createDirectories(root.resolve("sys/kernel"));
        Files.writeString(kernel.resolve("hostname"), "ship-7\n");
        Files.writeString(kernel.resolve("ostype"), "Linux\n");
        HostPaths paths = new HostPaths(root, root, root);
        Labels resource = HostResource.read(paths);
        assertEquals("ship-7", resource.get("host.name"));
        assertEquals("linux", resource.get("os.type"));
        assertEquals(HostResource.arch(System.getProperty("os.arch")), resource.get("host.arch"));
    }

    @Test
    void architecturesAndSystemsHaveTheirWords() {
        assertEquals("amd64", HostResource.arch("amd64"));
        assertEquals("arm64", HostResource.arch("aarch64"));
        assertEquals("arm32", HostResource.arch("arm"));
        assertEquals("riscv64", HostResource.arch("riscv64"));
        assertEquals("windows", HostResource.type("Windows Server 2022"));
        assertEquals("darwin", HostResource.type("Mac OS X"));
    }
}
