package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent in a mount namespace as a service manager makes it for a hardened service: everything read-only, its own directories
 * bound, one directory hidden. It says of file systems what an agent on the host says. Needs leave to mount.
 */
class SandboxedMountsIT {
    /** Its arguments are the directory that may be written, one that is hidden, and the program. */
    private static final String SANDBOX = """
            mount --make-rprivate /
            mount --bind "$1" "$1"
            while read -r _ _ _ _ point _; do
                mount -o remount,bind,ro "$(printf "$point")" 2>/dev/null || true
            done </proc/self/mountinfo
            mount -o remount,bind,rw "$1"
            mount -t tmpfs -o ro,size=4k tmpfs "$2"
            grep -q ' / / ro' /proc/self/mountinfo || exit 1
            shift 2
            exec "$@"
            """;

    @TempDir
    Path directory;

    private Path hidden;

    @BeforeEach
    void mount() throws Exception {
        hidden = Files.createDirectory(directory.resolve("hidden"));
        assumeTrue(
                Tool.run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", hidden.toString())
                        && Tool.run("unshare", "-m", "true"),
                "mounts and namespaces for them can be made by root only");
        assumeTrue(
                Files.readString(Path.of("/proc/1/mountinfo")).contains(hidden.toString()),
                "the first process here has other mounts than this one: what it has is the host's");
    }

    @AfterEach
    void unmount() throws Exception {
        Tool.run("umount", "-l", hidden.toString());
    }

    /** Series with their values, but for those whose values are another at each look. */
    private Set<String> fileSystems(String name, List<String> program) throws Exception {
        Path data = Files.createDirectories(directory.resolve(name));
        Path log = directory.resolve(name + ".log");
        Path config = Files.writeString(directory.resolve(name + ".yaml"), "api: {listen: \"127.0.0.1:0\"}\n");
        try (AgentProcess agent =
                AgentProcess.startBy(program, log, "run", "--config", config.toString(), "--data", data.toString())) {
            agent.awaitLine(log, "info ready");
        } // and is killed: nothing else is to be written
        String text = AgentProcess.run(
                "query",
                "--data",
                data.toString(),
                "-o",
                "openmetrics",
                "{__name__=~\"node_filesystem_(readonly|device_error|size_bytes)\"}");
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itSaysWhatAnAgentOnTheHostSays() throws Exception {
        String mark = "mountpoint=\"" + hidden + "\"";
        Set<String> outside = onTheHost(1);
        Set<String> inside = inTheSandbox(1);
        // Again where somebody else mounted something meanwhile.
        for (int attempt = 2; attempt <= 3 && !without(outside, mark).equals(without(inside, mark)); attempt++) {
            outside = onTheHost(attempt);
            inside = inTheSandbox(attempt);
        }
        assertTrue(
                outside.stream().anyMatch(line -> line.startsWith("node_filesystem_readonly")),
                String.join("\n", outside));
        assertEquals(without(outside, mark), without(inside, mark));
        Set<String> here = only(inside, mark);
        assertTrue(
                here.stream().anyMatch(line -> line.matches("node_filesystem_device_error.* 1(\\.0)?")),
                here.toString());
        assertTrue(
                here.stream().anyMatch(line -> line.matches("node_filesystem_readonly.* 0(\\.0)?")), here.toString());
        assertFalse(here.stream().anyMatch(line -> line.startsWith("node_filesystem_size")), here.toString());
        Set<String> there = only(outside, mark);
        assertTrue(there.stream().anyMatch(line -> line.startsWith("node_filesystem_size")), there.toString());
    }

    private Set<String> onTheHost(int attempt) throws Exception {
        return fileSystems("outside" + attempt, List.of());
    }

    private Set<String> inTheSandbox(int attempt) throws Exception {
        Path data = Files.createDirectories(directory.resolve("inside" + attempt));
        return fileSystems(
                "inside" + attempt,
                List.of("unshare", "-m", "sh", "-euc", SANDBOX, "sh", data.toString(), hidden.toString()));
    }

    private static Set<String> without(Set<String> lines, String text) {
        return lines.stream().filter(line -> !line.contains(text)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> only(Set<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).collect(Collectors.toCollection(TreeSet::new));
    }
}
