package dev.holdfast.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.daemon.BuildId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuildIdTest {
    @AfterEach
    void clear() {
        System.clearProperty(BuildId.PROPERTY);
    }

    private static String version() {
        TestConsole console = new TestConsole(java.nio.file.Path.of("nowhere"));
        assertEquals(0, console.run("version"), console.err());
        return console.out();
    }

    @Test
    void theVersionNamesTheBuildThatThePackageSays() {
        System.setProperty(BuildId.PROPERTY, "7fb088556763867a");
        assertTrue(version().matches("holdfast \\S+ \\(build 7fb088556763867a\\), Java .*\n"), version());
    }

    @Test
    void aCheckoutAndNonsenseSayNothing() {
        assertEquals("", BuildId.suffix());
        System.setProperty(BuildId.PROPERTY, "two words");
        assertEquals("", BuildId.suffix());
        assertFalse(version().contains("build"), version());
    }
}
