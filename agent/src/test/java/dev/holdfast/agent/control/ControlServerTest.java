package dev.holdfast.agent.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlServerTest {
    @TempDir
    private Path directory;

    private final List<Running> running = new ArrayList<>();

    /** Says its words again; on "slow" waits until it is let go, on "bug" has one. */
    private static final class EchoVerb implements ControlVerb {
        final List<List<String>> heard = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger inside = new AtomicInteger();
        final AtomicBoolean overlapped = new AtomicBoolean();
        final CountDownLatch slow = new CountDownLatch(1);

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public ControlAnswer answer(List<String> words) throws IOException, InterruptedException {
            heard.add(words);
            if (inside.incrementAndGet() > 1) {
                overlapped.set(true);
            }
            try {
                switch (words.isEmpty() ? "" : words.get(0)) {
                    case "slow" -> slow.await();
                    case "bug" -> throw new IllegalStateException("a bug");
                    case "disk" -> throw new IOException("no space");
                    case "wrong" -> throw new IllegalArgumentException("not that word");
                    case "config" -> {
                        return ControlAnswer.error(78, List.of("one", "two"));
                    }
                    default -> Thread.sleep(5);
                }
            } finally {
                inside.decrementAndGet();
            }
            return ControlAnswer.ok(words);
        }
    }

    /** A server on a thread of its own. */
    private static final class Running {
        final EchoVerb echo = new EchoVerb();
        final AtomicInteger hangUps = new AtomicInteger();
        final AtomicBoolean stopping = new AtomicBoolean();
        final ControlServer server;
        final Thread thread;

        Running(Path data) throws IOException {
            server = new ControlServer(data, List.of(echo), hangUps::incrementAndGet);
            server.listen();
            thread = new Thread(this::run, "control");
            thread.start();
        }

        private void run() {
            try (ControlServer closed = server) {
                while (!stopping.get()) {
                    server.doWork();
                }
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void stop() throws InterruptedException {
            stopping.set(true);
            server.wake();
            thread.join(10_000);
            assertFalse(thread.isAlive());
        }
    }

    private Running start() throws IOException {
        Running made = new Running(directory);
        running.add(made);
        return made;
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Running each : running) {
            each.echo.slow.countDown();
            each.stop();
        }
    }

    private ControlAnswer ask(String... words) throws IOException {
        return new ControlClient(directory).ask(List.of(words));
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(directory.resolve("holdfast.sock")));
        return channel;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String receive(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8_192);
        try {
            while (channel.read(bytes) >= 0) {
                // until it closes
            }
        } catch (IOException e) {
            assertTrue(bytes.position() > 0, e.toString()); // what was sent beyond the bound was never read
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    @Test
    void aVerbAnswersWithItsWords() throws Exception {
        Running it = start();
        assertEquals(ControlAnswer.ok(List.of("a", "b")), ask("echo", "a", "b"));
        assertEquals(ControlAnswer.ok(List.of()), ask("echo"));
        List<String> odd = List.of("two words", "100%", "ü", "%20", "tab\there");
        assertEquals(ControlAnswer.ok(odd), ask("echo", odd.get(0), odd.get(1), odd.get(2), odd.get(3), odd.get(4)));
        assertEquals(odd, it.echo.heard.get(2));
    }

    @Test
    void whatGoesWrongIsSaidWithItsStatusAndTheNextRequestIsHeard() throws Exception {
        start();
        assertEquals(ControlAnswer.error(78, List.of("one", "two")), ask("echo", "config"));
        assertEquals(ControlAnswer.error(64, "not that word"), ask("echo", "wrong"));
        assertEquals(ControlAnswer.error(74, "echo failed: no space"), ask("echo", "disk"));
        assertEquals(70, ask("echo", "bug").status());
        assertEquals(
                ControlAnswer.error(64, "this agent does not know \"dance\"; it knows echo"), ask("dance", "slow"));
        assertTrue(ask("echo").isOk());
    }

    @Test
    void halfALineDoesNothing() throws Exception {
        Running it = start();
        try (SocketChannel client = connect()) {
            send(client, "echo hal");
            client.shutdownOutput();
            assertEquals("error 64\nthe request ends before its line does\n", receive(client));
        }
        try (SocketChannel client = connect()) {
            send(client, "echo hal");
            Thread.sleep(50);
            send(client, "f a\n");
            assertEquals("ok\nhalf\na\n", receive(client));
        }
        assertEquals(List.of(List.of("half", "a")), it.echo.heard);
    }

    @Test
    void aHugeLineIsRefusedAndNotRead() throws Exception {
        Running it = start();
        try (SocketChannel client = connect()) {
            // As much as a socket takes at once, beyond which a client would learn that nobody reads.
            send(client, "echo " + "x".repeat(60_000));
            assertEquals("error 64\nthe request is longer than 1024 bytes\n", receive(client));
        }
        assertEquals(List.of(), it.echo.heard);
        assertThrows(IllegalArgumentException.class, () -> ask("echo", "x".repeat(1_100)));
        assertTrue(ask("echo", "x".repeat(1_000)).isOk());
    }

    @Test
    void wordsThatAreNotByTheGrammarAreRefused() throws Exception {
        Running it = start();
        for (String line : List.of("\n", "echo  a\n", " echo\n", "echo \n", "echo %2\n", "echo %zz\n")) {
            try (SocketChannel client = connect()) {
                send(client, line);
                assertTrue(receive(client).startsWith("error 64\n"), line);
            }
        }
        assertEquals(List.of(), it.echo.heard);
    }

    @Test
    void aSilentClientKeepsOthersWaitingForAMomentOnly() throws Exception {
        start();
        try (SocketChannel silent = connect();
                SocketChannel halfSilent = connect()) {
            send(halfSilent, "echo");
            long begin = System.nanoTime();
            assertTrue(ask("echo").isOk());
            long ms = (System.nanoTime() - begin) / 1_000_000;
            assertTrue(ms < 2 * ControlServer.REQUEST_MS + 3_000, "waited " + ms + " ms");
            assertEquals("error 64\nno whole request within 1000 ms\n", receive(silent));
        }
    }

    @Test
    void aClientThatGoesAwayCostsNothing() throws Exception {
        start();
        for (int i = 0; i < 5; i++) {
            connect().close();
            try (SocketChannel client = connect()) {
                send(client, "echo gone\n");
            }
        }
        assertTrue(ask("echo").isOk());
    }

    @Test
    void twoClientsAtOnceAreAnsweredOneAfterTheOther() throws Exception {
        Running it = start();
        List<CompletableFuture<ControlAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String word = "client" + i;
            answers.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return ask("echo", word);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(ControlAnswer.ok(List.of("client" + i)), answers.get(i).get(20, TimeUnit.SECONDS));
        }
        assertFalse(it.echo.overlapped.get());
    }

    @Test
    void hangUpsAreHeardBesideRequestsAndSeveralAreOne() throws Exception {
        Running it = start();
        CompletableFuture<ControlAnswer> slow = CompletableFuture.supplyAsync(() -> {
            try {
                return ask("echo", "slow");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        while (it.echo.inside.get() == 0) {
            Thread.sleep(5);
        }
        it.server.hangUp();
        it.server.hangUp();
        assertEquals(0, it.hangUps.get());
        it.echo.slow.countDown();
        assertTrue(slow.get(10, TimeUnit.SECONDS).isOk());
        ask("echo"); // comes after it
        assertEquals(1, it.hangUps.get());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void onlyTheOwnerMayConnect() throws Exception {
        start();
        Path socket = directory.resolve("holdfast.sock");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(socket), files.toList());
        }
    }

    /** What they may ask is another matter: GroupAccessIT has it, with processes of other users. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whoMayReadTheDirectoryMayConnect() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        start();
        Path socket = directory.resolve("holdfast.sock");
        assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
        assertTrue(ask("echo").isOk());
    }

    @Test
    void whatADeadAgentLeftIsReplacedAndTheOwnIsRemovedAtTheEnd() throws Exception {
        Path socket = directory.resolve("holdfast.sock");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        assertTrue(Files.exists(socket));
        // And one that was killed in the midst of making it.
        Files.createDirectory(directory.resolve(".holdfast.c"));
        Files.createFile(directory.resolve(".holdfast.c").resolve("s"));
        ControlException none = assertThrows(ControlException.class, () -> ask("echo"));
        assertEquals(ControlException.Reason.NO_AGENT, none.reason());
        Running it = start();
        assertTrue(ask("echo").isOk());
        it.stop();
        assertFalse(Files.exists(socket, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void nobodyThereIsSaidInOneLine() {
        ControlException none = assertThrows(ControlException.class, () -> ask("echo"));
        assertEquals(ControlException.Reason.NO_AGENT, none.reason());
        assertEquals(
                "no agent, " + directory
                        + ": none listens there; start one with \"holdfast run\", or name its directory"
                        + " with --data",
                none.getMessage());
    }

    @Test
    void anAgentThatDoesNotAnswerIsGivenUp() throws Exception {
        Running it = start();
        ControlClient hasty = new ControlClient(directory, 200);
        ControlException none = assertThrows(ControlException.class, () -> hasty.ask(List.of("echo", "slow")));
        assertEquals(ControlException.Reason.NO_ANSWER, none.reason());
        it.echo.slow.countDown();
        assertTrue(ask("echo").isOk());
    }

    @Test
    void aPathThatIsTooLongIsNoReasonNotToWork() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(120)));
        Running it = new Running(deep);
        running.add(it);
        it.server.hangUp();
        for (int i = 0; i < 500 && it.hangUps.get() == 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(1, it.hangUps.get());
        try (Stream<Path> files = Files.list(deep)) {
            assertEquals(0, files.count());
        }
        ControlException none =
                assertThrows(ControlException.class, () -> new ControlClient(deep).ask(List.of("echo")));
        assertEquals(ControlException.Reason.NO_AGENT, none.reason());
    }

    /** What can be bound in its folder can be connected to in its place: to the byte. */
    @Test
    void theLongestPathWorksInBothDirections() throws Exception {
        int length = directory.toString().length();
        int worked = 0;
        for (int total = 85; total < 100; total++) {
            if (total <= length + 1) {
                continue;
            }
            Path data = Files.createDirectories(directory.resolve("d".repeat(total - length - 1)));
            Running it = new Running(data);
            running.add(it);
            if (Files.exists(data.resolve("holdfast.sock"))) {
                worked++;
                assertTrue(new ControlClient(data).ask(List.of("echo")).isOk());
            }
        }
        assertTrue(length > 80 || (worked > 0 && worked < 15), "worked " + worked);
    }
}
