package dev.holdfast.forwarder.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.testing.Certificates;
import dev.holdfast.forwarder.upstream.TlsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryWatchTest {
    private static final long DAY_MS = 86_400_000;

    @TempDir
    Path directory = Path.of("");

    @Test
    void aCertificateThatExpiresIsNamedOnceADayFromFourteenDaysBefore() throws Exception {
        Certificates certificates = new Certificates(directory);
        certificates.authority("ca");
        certificates.signed("client", "ca", 20, "eku=clientAuth");
        Path file = certificates.certificate("client");
        List<String> said = new ArrayList<>();
        long startMs = System.currentTimeMillis();
        AtomicLong nowMs = new AtomicLong(startMs);
        TlsSockets sockets = new TlsSockets(
                new TlsOptions(
                        certificates.certificate("ca"),
                        file,
                        certificates.key("client"),
                        null,
                        TlsOptions.Version.TLS12,
                        false),
                nowMs::get,
                said::add);
        for (int hour = 0; hour < 5 * 24; hour++) {
            nowMs.set(startMs + hour * 3_600_000L);
            sockets.current();
        }
        assertEquals(List.of(), said);
        for (int hour = 5 * 24; hour < 22 * 24; hour++) {
            nowMs.set(startMs + hour * 3_600_000L);
            sockets.current();
        }
        assertEquals(16, said.size(), said.toString()); // 14 days before, 2 after
        assertTrue(
                said.get(0).startsWith("the client certificate in " + file + " expires at 20")
                        && said.get(0).contains(", in 13 days; put a new one in its place"),
                said.get(0));
        assertTrue(said.get(12).contains(", in 1 day;"), said.get(12));
        assertTrue(said.get(13).contains(", in less than a day;"), said.get(13));
        assertTrue(said.get(14).contains(file + " expired at "), said.get(14));
        assertEquals(16, said.stream().distinct().count() + 1, "each day has its own number, but for the expired ones");

        nowMs.addAndGet(-10 * DAY_MS); // the clock is put right
        sockets.current();
        assertEquals(17, said.size());
    }
}
