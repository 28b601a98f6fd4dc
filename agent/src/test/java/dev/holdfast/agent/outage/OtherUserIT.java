package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.agent.control.ControlServer;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Data that another user may not read: one line that says so. Needs leave to become another user. */
class OtherUserIT {
    private static final OtherUsers.User NOBODY = new OtherUsers.User("nobody", "nogroup", "");

    private OtherUsers users;

    @BeforeEach
    void prepare() throws Exception {
        users = OtherUsers.prepare();
    }

    @AfterEach
    void remove() throws Exception {
        users.close();
    }

    @Test
    void aDirectoryThatMayNotBeReadIsSaidInOneLine() throws Exception {
        Path data = users.place().resolve("data");
        Store.open(data, StoreOptions.defaults()).close();
        refused("labels", data);
    }

    /** The directory may be read; what the agent does is its own user's to say. */
    @Test
    void anAgentOfAnotherUserIsNotReloaded() throws Exception {
        Path data = users.place().resolve("data");
        Store.open(data, StoreOptions.defaults()).close();
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ControlServer server = new ControlServer(data, List.of(), () -> {})) {
            server.listen();
            String output = refused("reload", data);
            assertTrue(output.contains(Files.getOwner(data).getName() + "'s"), output);
        }
    }

    private String refused(String command, Path data) throws Exception {
        OtherUsers.Outcome outcome = users.run(NOBODY, "022", command, "--data", data.toString());
        String output = outcome.output();
        assertEquals(77, outcome.status(), output);
        assertEquals(1, output.lines().count(), output);
        assertTrue(output.startsWith("holdfast: ") && output.contains(data.toString()), output);
        return output;
    }
}
