package dev.holdfast.agent.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Messages over a real socket of the family AF_UNIX. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SupervisorTest {
    private static final long PID = 17;

    @TempDir
    private Path dir;

    private static Supervisor supervisor(Map<String, String> environment) throws Exception {
        return Supervisor.of(environment, NotifyLibrary.folder().toString(), PID, () -> 5_000_000_999L);
    }

    private static Supervisor supervisor(String address) throws Exception {
        return supervisor(Map.of("NOTIFY_SOCKET", address));
    }

    private NotifyManager manager() throws IOException {
        return new NotifyManager(dir.resolve("notify").toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyMessageArrivesAsItIsDocumented(boolean isAbstract) throws Exception {
        String address = isAbstract
                ? "@holdfast-test-" + System.nanoTime()
                : dir.resolve("notify").toString();
        try (NotifyManager manager = new NotifyManager(address);
                Supervisor supervisor = supervisor(address)) {
            assertTrue(supervisor.isThere());
            supervisor.ready("1s, 386 series; münchen up to date");
            supervisor.reloading("reading");
            supervisor.status("a line\nREADY=1\u0007");
            supervisor.stopping("");
            manager.await(0, message -> message.has("STOPPING=1"));
            assertEquals(
                    List.of(
                            "READY=1\nSTATUS=1s, 386 series; münchen up to date",
                            "RELOADING=1\nMONOTONIC_USEC=5000000\nSTATUS=reading",
                            "STATUS=a line READY=1 ",
                            "STOPPING=1\nSTATUS="),
                    manager.messages().stream().map(NotifyManager.Message::text).toList());
        }
    }

    @Test
    void aLongStatusIsCutBetweenTwoCharacters() throws Exception {
        try (NotifyManager manager = manager();
                Supervisor supervisor = supervisor(manager.address())) {
            supervisor.status("x" + "ä".repeat(2_000));
            assertEquals(
                    "x" + "ä".repeat(249), manager.await(0, message -> true).value("STATUS"));
        }
    }

    @Test
    void withoutASocketInTheEnvironmentNothingIsSaidAndNothingHappens() {
        for (Map<String, String> none : List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", ""))) {
            List<String> said = logged(() -> {
                try (Supervisor nobody = Supervisor.of(none, "", PID, () -> 0)) {
                    assertFalse(nobody.isThere());
                    assertFalse(nobody.watchdog().isOn());
                    nobody.ready("");
                    nobody.watchdog().progress();
                    nobody.stopping("");
                }
            });
            assertEquals(List.of(), said);
        }
    }

    @Test
    void whatKeepsItFromSpeakingIsOneLineThatSaysWhatToDo() throws Exception {
        Path empty = Files.createDirectory(dir.resolve("empty"));
        Path junk = Files.createDirectory(dir.resolve("junk"));
        Files.writeString(junk.resolve(NotifySocket.LIBRARY), "no library");
        String good = NotifyLibrary.folder().toString();
        // Address, folder, and what the line must name.
        List<List<String>> cases = List.of(
                List.of("/run/notify", "", "the system property holdfast.native"),
                List.of("/run/notify", empty.toString(), "there is no " + empty.resolve(NotifySocket.LIBRARY)),
                List.of("/run/notify", junk.toString(), junk.resolve(NotifySocket.LIBRARY) + " cannot be loaded"),
                List.of("vsock:2:1234", good, "neither a path nor an abstract name"),
                List.of("/", good, "it has 1 bytes"),
                List.of("/" + "x".repeat(108), good, "it has 109 bytes"));
        for (List<String> one : cases) {
            List<String> said = logged(() -> {
                try (Supervisor nobody = Supervisor.of(Map.of("NOTIFY_SOCKET", one.get(0)), one.get(1), PID, () -> 0)) {
                    assertFalse(nobody.isThere());
                    nobody.ready("");
                }
            });
            assertEquals(1, said.size(), said::toString);
            assertTrue(said.get(0).contains(one.get(2)), said::toString);
            assertTrue(said.get(0).contains("NOTIFY_SOCKET=" + one.get(0) + ":"), said::toString);
            assertTrue(said.get(0).contains("set Type=exec"), said::toString);
        }
    }

    @Test
    void theLongestPathThatCanBeIsSpokenTo() throws Exception {
        String address = dir.resolve("x".repeat(107 - dir.toString().length())).toString();
        assertEquals(NotifySocket.MAX_ADDRESS_BYTES, address.length());
        try (NotifyManager manager = new NotifyManager(address);
                Supervisor supervisor = supervisor(address)) {
            supervisor.ready("");
            manager.await(0, NotifyManager.Message::isReady);
        }
    }

    @Test
    void aManagerThatIsGoneIsSaidOnceAndHindersNothing() throws Exception {
        Supervisor supervisor = supervisor(dir.resolve("nobody").toString());
        List<String> said = logged(() -> {
            supervisor.ready("");
            supervisor.status("");
            supervisor.watchdog().progress();
        });
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("does not take messages, error 2"), said::toString);
        supervisor.close();
    }

    @Test
    void aManagerThatDoesNotReadDelaysNoProgressAndLosesNoState() throws Exception {
        Map<String, String> environment = new HashMap<>();
        try (NotifyManager manager = manager()) {
            environment.put("NOTIFY_SOCKET", manager.address());
            environment.put("WATCHDOG_USEC", "4");
            manager.deaf(true);
            long[] now = {0};
            try (Supervisor supervisor =
                    Supervisor.of(environment, NotifyLibrary.folder().toString(), PID, () -> now[0])) {
                long longestNanos = 0;
                for (int i = 0; i < 5_000; i++) {
                    now[0] += 1_000_000;
                    long before = System.nanoTime();
                    supervisor.watchdog().progress();
                    longestNanos = Math.max(longestNanos, System.nanoTime() - before);
                }
                assertTrue(longestNanos < TimeUnit.SECONDS.toNanos(1), "it waited " + longestNanos);
                Thread reads = new Thread(() -> manager.deaf(false));
                reads.start();
                supervisor.ready("");
                manager.await(0, NotifyManager.Message::isReady);
                reads.join();
                int came = manager.since(0, NotifyManager.Message::isAlive).size();
                assertTrue(came > 0 && came < 5_000, "it was not full: " + came);
            }
        }
    }

    @Test
    void progressThatIsToldAllocatesNothing() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (NotifyManager manager = manager()) {
            Map<String, String> environment = Map.of("NOTIFY_SOCKET", manager.address(), "WATCHDOG_USEC", "4");
            try (Supervisor supervisor =
                    Supervisor.of(environment, NotifyLibrary.folder().toString(), PID, System::nanoTime)) {
                Watchdog watchdog = supervisor.watchdog();
                long thread = Thread.currentThread().getId();
                long allocated = 0;
                for (int round = 0; round < 2; round++) { // the first loads and links
                    long before = threads.getThreadAllocatedBytes(thread);
                    for (int i = 0; i < 1_000; i++) {
                        watchdog.progress();
                    }
                    allocated = threads.getThreadAllocatedBytes(thread) - before;
                }
                assertEquals(0, allocated);
                manager.await(0, NotifyManager.Message::isAlive); // how many a queue takes is the kernel's to say
            }
        }
    }

    @Test
    void aMessageThatIsLongerThanItsArrayIsACallersMistake() throws Exception {
        try (NotifySocket socket = NotifySocket.open("/nowhere", NotifyLibrary.folder())) {
            assertThrows(IllegalArgumentException.class, () -> socket.send(new byte[3], 4));
            assertThrows(IllegalArgumentException.class, () -> socket.send(new byte[3], -1));
            byte[] large = new byte[NotifySocket.MAX_MESSAGE_BYTES + 1];
            assertEquals(90, socket.send(large, large.length), "EMSGSIZE");
        }
    }

    /** Warnings of this room while something runs. */
    private static List<String> logged(Runnable action) {
        Logger log = (Logger) LoggerFactory.getLogger(Supervisor.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            action.run();
        } finally {
            log.detachAppender(lines);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
