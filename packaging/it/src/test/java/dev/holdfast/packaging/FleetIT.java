package dev.holdfast.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code packaging/examples/install-on}, with a way into the machine in the place of ssh. */
@ExtendWith(OnMachine.class)
class FleetIT {
    private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath();
    private static final String SECRET = "not-for-your-eyes-4711";

    private Path ssh = Path.of("");
    private Path token = Path.of("");

    @BeforeEach
    void makeAWayIn(Installation installation) throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        ssh = target.resolve("ssh-to-machine");
        String enter =
                installation.machine().entrance().replace("bash -l", "env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin");
        Files.writeString(ssh, "#!/bin/sh\nshift\nexec " + enter + " sh -c \"$*\"\n");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        token = target.resolve("token");
        Files.writeString(token, SECRET + "\n");
    }

    @Test
    void oneCommandBringsSecretAndConfigurationAndTheNextFindsNothingToDo(Installation installation)
            throws IOException {
        Machine machine = installation.machine();
        machine.must("rm -f /etc/holdfast/secrets/*");
        String pid = installation.service().property("MainPID");
        String[] arguments = {
            "--deb",
            installation.built().file().toString(),
            "--config",
            EXAMPLES.resolve("upstream-prometheus.yaml").toString(),
            "--secret",
            "central=" + token,
            "the-host"
        };
        Outcome first = installOn(arguments);
        assertTrue(first.isOk(), first.output());
        assertEquals(
                "the-host: secret central, configuration changed\nthe-host: ready",
                first.output().strip());
        assertEquals(
                "600 root root\n640 root holdfast\n",
                machine.must("stat -c '%a %U %G' /etc/holdfast/secrets/central /etc/holdfast/holdfast.yaml"));
        assertEquals(SECRET, machine.must("cat /etc/holdfast/secrets/central").strip());
        assertFalse(pid.equals(installation.service().property("MainPID")), "a secret is read when the service starts");
        assertEquals("", machine.must("ls -A /dev/shm /tmp | grep '^tmp' || true"));
        assertFalse(machine.must("journalctl -q --no-pager").contains(SECRET));

        pid = installation.service().property("MainPID");
        Outcome second = installOn(arguments);
        assertEquals(
                "the-host: nothing changed\nthe-host: ready", second.output().strip());
        assertEquals(pid, installation.service().property("MainPID"));
    }

    @Test
    void aMistakeInTheConfigurationChangesNothingAndIsNamed(Installation installation) throws IOException {
        Machine machine = installation.machine();
        machine.must("rm -f /etc/holdfast/secrets/*");
        String before = machine.must("cat /etc/holdfast/holdfast.yaml");
        Path wrong = Path.of("target", "wrong.yaml").toAbsolutePath();
        Files.writeString(wrong, "intervall: 1s\n");
        Outcome outcome = installOn("--config", wrong.toString(), "--secret", "central=" + token, "the-host");
        assertFalse(outcome.isOk(), outcome.output());
        assertTrue(outcome.output().contains("unknown key \"intervall\""), outcome.output());
        assertEquals(before, machine.must("cat /etc/holdfast/holdfast.yaml"));
        assertEquals("", machine.must("ls /etc/holdfast/secrets"));
    }

    private Outcome installOn(String... arguments) {
        List<String> words = new ArrayList<>(List.of("env", "SSH=" + ssh));
        words.add(EXAMPLES.resolve("install-on").toString());
        words.addAll(List.of(arguments));
        return Command.run(120, words);
    }
}
