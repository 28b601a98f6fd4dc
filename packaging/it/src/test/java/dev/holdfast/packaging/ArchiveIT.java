package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The .tar.gz: one folder, which works wherever it is unpacked. */
class ArchiveIT {
    private static final int TIMEOUT_SECONDS = 120;

    private static Path unpack(String name) throws IOException {
        Path file = BuiltPackages.of(BuiltPackages.TAR);
        Path folder = BuiltPackages.fresh(name);
        Command.must(TIMEOUT_SECONDS, List.of("tar", "-xzf", file.toString(), "-C", folder.toString()));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> top = files.toList();
            assertEquals(1, top.size(), top.toString());
            return top.get(0);
        }
    }

    @Test
    void runsWhereItIsUnpackedAndStores() throws IOException {
        Path home = unpack("an archive unpacked"); // blanks in the name are allowed
        Path data = BuiltPackages.fresh("archive-data");
        Path configuration = data.resolveSibling("archive.yaml");
        Files.writeString(configuration, "api: {listen: 'off'}\n");
        String program = home.resolve("bin/holdfast").toString();
        Process agent = new ProcessBuilder(
                        program, "run", "--config", configuration.toString(), "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("archive.log").toFile())
                .start();
        try {
            Machine.await("a sample", 60, () -> {
                Outcome outcome = Command.run(
                        TIMEOUT_SECONDS,
                        List.of(program, "query", "--data", data.toString(), "-o", "csv", "node_load1"));
                return outcome.isOk() && outcome.output().contains("node_load1");
            });
            assertTrue(agent.isAlive());
        } finally {
            agent.destroy();
        }
        assertTrue(Files.size(home.resolve("README.txt")) > 200);
        assertTrue(Files.exists(home.resolve("LICENSE")));
    }
}
