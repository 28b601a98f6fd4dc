package dev.holdfast.forwarder.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamOptionsTest {
    private static final URI URL = URI.create("https://metrics.example/api/v1/write?token=hidden");

    @Test
    void defaultsAreThoseOfPrometheusButForTheLongestPause() {
        UpstreamOptions options = UpstreamOptions.builder("central", URL).build();
        assertEquals(Order.STRICT, options.order());
        assertEquals(2_000, options.maxSamplesPerSend());
        assertEquals(5_000, options.batchDeadlineMs());
        assertEquals(30, options.minBackoffMs());
        assertEquals(30_000, options.maxBackoffMs());
        assertEquals(30_000, options.remoteTimeoutMs());
        assertEquals(55 * 60_000, options.maxAgeMs());
    }

    @Test
    void onlyAFreeUpstreamTakesAnyAge() {
        UpstreamOptionsBuilder builder = UpstreamOptions.builder("central", URL);
        assertEquals(0, builder.order(Order.FREE).build().maxAgeMs());
        assertEquals(55 * 60_000, builder.order(Order.WINDOW).build().maxAgeMs());
        assertThrows(IllegalArgumentException.class, () -> builder.maxAgeMs(0).build());
    }

    @Test
    void whatTheProtocolOwnsCannotBeOverridden() {
        for (String name : new String[] {
            "Content-Encoding",
            "content-type",
            "X-Prometheus-Remote-Write-Version",
            "X-Prometheus-Remote-Write-Samples-Written",
            "USER-AGENT",
            "Authorization",
            "Host"
        }) {
            UpstreamOptionsBuilder builder =
                    UpstreamOptions.builder("central", URL).header(name, Secret.of("hidden"));
            String message = present(
                    assertThrows(IllegalArgumentException.class, builder::build).getMessage());
            assertTrue(message.contains(name) && !message.contains("hidden"), message);
        }
    }

    @Test
    void headersCannotSmuggleLines() {
        assertFalse(present(assertThrows(IllegalArgumentException.class, () -> Secret.of("hidden\r\nX-Other: 1"))
                        .getMessage())
                .contains("hidden"));
    }

    @Test
    void nothingSecretIsPrinted() {
        UpstreamOptions options = UpstreamOptions.builder("central", URL)
                .credentials(new Credentials.Basic("user", Secret.of("hidden")))
                .header("X-Api-Key", Secret.of("hidden"))
                .build();
        assertFalse(options.toString().contains("hidden"), options.toString());
        assertEquals("https://metrics.example/api/v1/write", options.displayUrl());
    }

    @Test
    void optionsAreEqualWhenTheirSecretsAre() {
        assertEquals(withToken("a"), withToken("a"));
        assertNotEquals(withToken("a"), withToken("b"));
    }

    private static UpstreamOptions withToken(String token) {
        return UpstreamOptions.builder("central", URL)
                .credentials(Credentials.bearer(Secret.of(token)))
                .build();
    }

    @Test
    void urlsAreHttpWithoutCredentials() {
        for (String url : new String[] {"ftp://host/x", "file:///etc/passwd", "metrics.example", "http:///x"}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> UpstreamOptions.builder("central", URI.create(url)).build(),
                    url);
        }
        String message = present(assertThrows(
                        IllegalArgumentException.class,
                        () -> UpstreamOptions.builder("central", URI.create("http://user:hidden@host/x"))
                                .build())
                .getMessage());
        assertTrue(message.contains("basic_auth") && !message.contains("hidden"), message);
    }

    @Test
    void aSecretFileThatHoldsNoSecretIsNamedAndNotShown(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "hidden\nlines");
        String message = present(
                assertThrows(IOException.class, () -> Secret.inFile(file).reveal())
                        .getMessage());
        assertTrue(message.contains(file.toString()) && !message.contains("hidden"), message);
        Files.writeString(file, "  \n");
        assertThrows(IOException.class, () -> Secret.inFile(file).reveal());
        Files.writeString(file, " token \n");
        assertEquals("token", Secret.inFile(file).reveal());
    }

    private static String present(@org.jspecify.annotations.Nullable String value) {
        assertNotNull(value);
        return value;
    }
}
