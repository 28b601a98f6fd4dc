package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code systemd-analyze} says of the unit, with and without the drop-in for gateways. */
class UnitTest {
    private static final Path SYSTEMD =
            Path.of("../../systemd").toAbsolutePath().normalize();

    /** Exposure times ten. */
    private static final int THRESHOLD = 15;

    @TempDir
    Path folder;

    @BeforeAll
    static void systemdIsThere() {
        boolean isThere = Command.run(10, List.of("sh", "-c", "command -v systemd-analyze"))
                .isOk();
        if (!isThere) {
            System.out.println("SKIPPED: no systemd-analyze here (package systemd)");
        }
        assumeTrue(isThere, "no systemd-analyze here (package systemd)");
    }

    /** The unit as a file of its own whose program is there. */
    private Path unit(boolean gateway, String... changes) throws IOException {
        String text = Files.readString(SYSTEMD.resolve("holdfast.service"))
                .replace("/usr/bin/holdfast", "/bin/true")
                .replaceAll("(?m)^Documentation=.*\n", ""); // its pages are looked for
        for (String change : changes) {
            text = text.replaceAll("(?m)^" + change + "=.*\n", "");
        }
        Path unit = folder.resolve("holdfast.service");
        Files.writeString(unit, text);
        Path dropIns = Files.createDirectories(folder.resolve("holdfast.service.d"));
        if (gateway) {
            Files.copy(SYSTEMD.resolve("gateway.conf"), dropIns.resolve("gateway.conf"));
        }
        return unit;
    }

    private static Outcome analyze(Path unit, String... words) {
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "--no-pager"));
        command.addAll(List.of(words));
        command.add(unit.toString());
        return Command.run(30, command);
    }

    @Test
    void theUnitHasNothingThatSystemdWondersAbout() throws IOException {
        Outcome outcome = analyze(unit(false), "verify");
        assertEquals("", outcome.output());
        assertEquals(0, outcome.status());
    }

    @Test
    void theDropInHasNothingThatSystemdWondersAbout() throws IOException {
        Outcome outcome = analyze(unit(true), "verify");
        assertEquals("", outcome.output());
        assertEquals(0, outcome.status());
        // It is read at all: what is wrong in it is found.
        Files.writeString(folder.resolve("holdfast.service.d/gateway.conf"), "[Service]\nMemoryHihg=3G\n");
        assertTrue(
                analyze(folder.resolve("holdfast.service"), "verify").output().contains("MemoryHihg"));
    }

    @Test
    void theExposureIsWithinItsBound() throws IOException {
        for (boolean gateway : new boolean[] {false, true}) {
            Outcome outcome = analyze(unit(gateway), "security", "--offline=true", "--threshold=" + THRESHOLD);
            assertTrue(outcome.isOk(), outcome.output());
        }
    }

    @Test
    void aUnitThatIsExposedIsFound() throws IOException {
        Path unit = unit(false, "CapabilityBoundingSet", "SystemCallFilter");
        Outcome outcome = analyze(unit, "security", "--offline=true", "--threshold=" + THRESHOLD);
        assertFalse(outcome.isOk(), outcome.output());
    }

    @Test
    void whatIsLeftOutHasItsReason() throws IOException {
        String unit = Files.readString(SYSTEMD.resolve("holdfast.service"));
        String json = analyze(unit(false), "security", "--offline=true", "--json=short")
                .output();
        // What is set to less than is possible is "not set" too; several lines may be about one directive.
        Matcher lacking =
                Pattern.compile("\"set\":false,\"name\":\"([A-Za-z]+)=").matcher(json);
        Set<String> names = new TreeSet<>();
        while (lacking.find()) {
            names.add(lacking.group(1));
        }
        assertTrue(names.contains("MemoryDenyWriteExecute"), "cannot read what systemd-analyze says: " + names);
        names.removeIf(name -> unit.contains("\n# " + name + "= "));
        assertEquals(Set.of(), names, "neither set to all that is possible nor explained");
    }
}
