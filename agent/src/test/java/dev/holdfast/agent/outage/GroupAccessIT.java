package dev.holdfast.agent.outage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The data of a service: its user writes, the members of its group read and ask, root may do all and leaves nothing behind that the
 * service could not write, others are told what to do. With real processes of other users, hence as root only; the accounts are
 * some that every Debian has.
 */
class GroupAccessIT {
    private static final OtherUsers.User SERVICE = new OtherUsers.User("backup", "backup", "");
    private static final OtherUsers.User MEMBER = new OtherUsers.User("list", "list", "backup");
    private static final OtherUsers.User STRANGER = new OtherUsers.User("nobody", "nogroup", "");
    private static final OtherUsers.User ROOT = null;
    private static final String SERVICE_UMASK = "0027";

    private static OtherUsers users;

    @BeforeAll
    static void prepare() throws Exception {
        users = OtherUsers.prepare();
        users.archiveClasses();
    }

    @AfterAll
    static void remove() throws Exception {
        if (users != null) {
            users.close();
        }
    }

    /** Every command that reads, with the words that it needs. */
    private static List<List<String>> readingCommands() {
        return List.of(
                List.of("query", "node_load1"),
                List.of("top", "--once"),
                List.of("status"),
                List.of("status", "--storage"),
                List.of("series", "node_load1"),
                List.of("labels"),
                List.of("gaps"),
                List.of("export", "node_load1"),
                List.of("verify"),
                List.of("resend", "--upstream", "central", "--since", "1h", "--dry-run"));
    }

    private static OtherUsers.Outcome run(OtherUsers.User user, Path data, List<String> words) throws Exception {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--data", data.toString()));
        return users.run(user, "077", all.toArray(String[]::new));
    }

    private static Path configuration(String name, String wal) throws IOException {
        Path file = users.place().resolve(name);
        Files.writeString(
                file,
                "storage: {wal: " + wal + "}\napi: {listen: \"127.0.0.1:0\"}\n"
                        + "remote_write: [{name: central, url: \"http://127.0.0.1:9/w\"}]\n");
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "chronicle"})
    void theGroupReadsAndAsksAndNothingElse(String wal) throws Exception {
        Path data = users.makeDirectory("data-" + wal, SERVICE);
        Path log = users.place().resolve("agent-" + wal + ".log");
        Path config = configuration(wal + ".yaml", wal);
        Process agent = users.start(
                SERVICE,
                SERVICE_UMASK,
                log,
                "run",
                "--config",
                config.toString(),
                "--data",
                data.toString(),
                "--interval",
                "200ms");
        try {
            OtherUsers.await(agent, log, "info ready");
            Thread.sleep(2_000); // until it has looked at its upstream
            requireGroupReads(data);
            theGroupReads(data);
            othersAreToldWhatToDo(data);
            onlyItsUserAndRootChangeIt(data);
            assertTrue(agent.isAlive(), Files.readString(log));
        } finally {
            agent.destroy();
            assertTrue(agent.waitFor(30, TimeUnit.SECONDS));
        }
        assertEquals(0, agent.exitValue(), Files.readString(log));
        requireGroupReads(data);
        // What a member may not do to a running agent, it may not do to its files either.
        OtherUsers.Outcome compact = run(MEMBER, data, List.of("compact"));
        assertEquals(77, compact.status(), compact.output());
        assertEquals(1, compact.output().lines().count(), compact.output());
    }

    private static void theGroupReads(Path data) throws Exception {
        for (List<String> words : readingCommands()) {
            OtherUsers.Outcome outcome = run(MEMBER, data, words);
            assertEquals(0, outcome.status(), words + ": " + outcome.output());
        }
        // Only the agent itself knows how fast an upstream goes, and it says so by its socket.
        OtherUsers.Outcome check = run(MEMBER, data, List.of("status", "--check"));
        assertEquals("ready\n", check.output());
        OtherUsers.Outcome status = run(MEMBER, data, List.of("status", "-o", "json"));
        assertTrue(status.output().contains("\"etaMs\""), status.output());
        assertTrue(status.output().contains("\"running\":true"), status.output());
        Path served = users.place().resolve("serve-" + data.getFileName());
        Process serve =
                users.start(MEMBER, "077", served, "serve", "--data", data.toString(), "--listen", "127.0.0.1:0");
        try {
            OtherUsers.await(serve, served, "http://");
        } finally {
            serve.destroy();
            serve.waitFor();
        }
    }

    private static void othersAreToldWhatToDo(Path data) throws Exception {
        List<List<String>> commands = new ArrayList<>(readingCommands());
        commands.addAll(List.of(List.of("reload"), List.of("status", "--check")));
        commands.add(List.of("serve", "--listen", "127.0.0.1:0"));
        for (List<String> words : commands) {
            OtherUsers.Outcome outcome = run(STRANGER, data, words);
            assertEquals(77, outcome.status(), words + ": " + outcome.output());
            assertEquals(
                    "holdfast: cannot read, " + data + ": it belongs to user backup, and you are nobody; use sudo, or"
                            + " become a member of its group: \"sudo usermod -aG backup nobody\", and log in anew\n",
                    outcome.output(),
                    words.toString());
        }
    }

    private static void onlyItsUserAndRootChangeIt(Path data) throws Exception {
        List<String> resend = List.of("resend", "--upstream", "central", "--since", "1h");
        for (List<String> words : List.of(List.of("reload"), resend)) {
            OtherUsers.Outcome refused = run(MEMBER, data, words);
            assertEquals(77, refused.status(), words + ": " + refused.output());
            assertEquals(
                    "holdfast: not allowed, " + words.get(0) + ": it is for root and the agent's own user; use sudo\n",
                    refused.output());
            for (OtherUsers.User user : new OtherUsers.User[] {SERVICE, ROOT}) {
                OtherUsers.Outcome done = run(user, data, words);
                assertEquals(0, done.status(), words + ": " + done.output());
            }
        }
    }

    /** Files of the service, readable for the group and for nobody else; what Chronicle keeps while it is open aside. */
    private static void requireGroupReads(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                PosixFileAttributes attributes =
                        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                assertEquals("backup", attributes.owner().getName(), file + " is another user's");
                assertEquals("backup", attributes.group().getName(), file + " is another group's");
                assertTrue(
                        attributes.isDirectory() || attributes.permissions().contains(PosixFilePermission.GROUP_READ),
                        file + " may not be read by the group: " + attributes.permissions());
                assertFalse(attributes.permissions().contains(PosixFilePermission.OTHERS_READ), file.toString());
            }
        }
    }

    /** What root writes is the service's: it goes on there. */
    @Test
    void rootLeavesNothingThatTheServiceCannotWrite() throws Exception {
        Path data = users.makeDirectory("root-writes", SERVICE);
        Path text = users.place().resolve("history.txt");
        StringBuilder history = new StringBuilder("# TYPE a gauge\n");
        for (int i = 0; i < 5_000; i++) {
            history.append("a{n=\"")
                    .append(i % 10)
                    .append("\"} ")
                    .append(i * 0.1)
                    .append(' ');
            history.append(1_700_000_000_000L + i / 10 * 60_000L).append('\n');
        }
        Files.writeString(text, history);
        done(ROOT, data, List.of("import", text.toString()));
        requireGroupReads(data);
        done(ROOT, data, List.of("delete", "a{n=\"3\"}", "--all-time", "--yes"));
        done(ROOT, data, List.of("compact"));
        requireGroupReads(data);
        damage(data);
        done(ROOT, data, List.of("verify", "--repair"));
        requireGroupReads(data);
        // An agent that root starts by hand on the service's data, and that is killed.
        Path log = users.place().resolve("root-agent.log");
        Process byHand = users.start(
                ROOT,
                "077",
                log,
                "run",
                "--config",
                configuration("root.yaml", "chronicle").toString(),
                "--data",
                data.toString());
        try {
            OtherUsers.await(byHand, log, "answers questions at");
            Thread.sleep(2_500);
            OtherUsers.Outcome check = run(MEMBER, data, List.of("status"));
            assertEquals(0, check.status(), check.output());
        } finally {
            byHand.destroyForcibly().waitFor();
        }
        Files.delete(data.resolve("holdfast.sock")); // root's, and replaced by the next agent
        requireGroupReads(data);
        done(SERVICE, data, List.of("compact"));
        done(SERVICE, data, List.of("verify"));
        requireGroupReads(data);
    }

    private static void done(OtherUsers.User user, Path data, List<String> words) throws Exception {
        OtherUsers.Outcome outcome = run(user, data, words);
        assertEquals(0, outcome.status(), words + ": " + outcome.output());
    }

    private static void damage(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            Path sstable = files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(sstable, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
                channel.read(one, 100);
                one.flip().put(0, (byte) (one.get(0) ^ 0x55));
                channel.write(one, 100);
            }
        }
    }
}
