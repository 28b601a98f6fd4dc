package dev.holdfast.forwarder.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.remotewrite.RemoteWriteExchange;
import dev.holdfast.forwarder.testing.Certificates;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.TlsOptions;
import dev.holdfast.forwarder.upstream.TlsOptions.Version;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers on the loopback: each takes the one that it should take, which is the canary of those that it should not. */
class TlsTest {
    private static final SendResult DELIVERED = new SendResult.Delivered(204);

    @TempDir
    static Path made = Path.of("");

    private static Certificates certificates = new Certificates(made);

    @TempDir
    Path directory = Path.of("");

    @BeforeAll
    static void makeCertificates() {
        certificates = new Certificates(made);
        certificates.authority("ca");
        certificates.signed("server", "ca", 90, "san=ip:127.0.0.1");
        certificates.signed("elsewhere", "ca", 90, "san=dns:elsewhere.example");
        certificates.authority("other-ca");
        certificates.signed("other-server", "other-ca", 90, "san=ip:127.0.0.1");
        certificates.signed("client", "ca", 90, "eku=clientAuth");
        certificates.signed("client-2", "ca", 90, "eku=clientAuth");
        certificates.signed("stranger", "other-ca", 90, "eku=clientAuth");
    }

    @Test
    void onlyTheAuthorityThatIsTrustedIsTrusted() throws Exception {
        try (Receiver receiver = new Receiver(context("server"))) {
            assertRetried(receiver, TlsOptions.DEFAULT);
            assertRetried(receiver, TlsOptions.DEFAULT.withCaFile(certificates.certificate("other-ca")));
            assertEquals(DELIVERED, send(receiver, trusting("ca")));
        }
    }

    @Test
    void aCertificateForAnotherNameIsTakenWhenThatNameIsGivenAndOnlyThen() throws Exception {
        try (Receiver receiver = new Receiver(context("elsewhere"))) {
            Path ca = certificates.certificate("ca");
            assertRetried(receiver, trusting("ca"));
            assertRetried(receiver, new TlsOptions(ca, null, null, "nowhere.example", Version.TLS12, false));
            assertEquals(
                    DELIVERED,
                    send(receiver, new TlsOptions(ca, null, null, "elsewhere.example", Version.TLS12, false)));
            assertEquals(DELIVERED, send(receiver, TlsOptions.DEFAULT.withoutVerification()));
        }
    }

    @Test
    void aNameReplacesThatOfTheUrlAndIsNotAddedToIt() throws Exception {
        try (Receiver receiver = new Receiver(context("server"))) {
            Path ca = certificates.certificate("ca");
            assertRetried(receiver, new TlsOptions(ca, null, null, "elsewhere.example", Version.TLS12, false));
        }
    }

    @Test
    void aServerBelowTheMinimumVersionIsNotSpokenTo() throws Exception {
        try (Receiver receiver = new Receiver(new Demanding(context("server"), false, "TLSv1.2"))) {
            Path ca = certificates.certificate("ca");
            assertRetried(receiver, new TlsOptions(ca, null, null, null, Version.TLS13, false));
            assertEquals(DELIVERED, send(receiver, new TlsOptions(ca, null, null, null, Version.TLS12, false)));
        }
        try (Receiver receiver = new Receiver(new Demanding(context("server"), false, "TLSv1.3"))) {
            Path ca = certificates.certificate("ca");
            assertEquals(DELIVERED, send(receiver, new TlsOptions(ca, null, null, null, Version.TLS13, false)));
        }
    }

    @Test
    void aServerThatDemandsACertificateGetsOurs() throws Exception {
        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (Receiver receiver = new Receiver(new Demanding(context("server"), true, version))) {
                assertRetried(receiver, trusting("ca"));
                assertRetried(receiver, showing("stranger"));
                assertEquals(DELIVERED, send(receiver, showing("client")), version);
            }
        }
    }

    @Test
    void whatIsRotatedIsTakenUpAtTheNextRequest() throws Exception {
        Path ca = copy("ca", "ca.pem");
        Path certificate = copy("stranger", "client.pem");
        Path key = directory.resolve("client.key");
        Path token = Files.writeString(directory.resolve("token"), "first\n");
        Files.copy(certificates.key("stranger"), key);
        TlsOptions tls = new TlsOptions(ca, certificate, key, null, Version.TLS12, false);
        try (Receiver receiver = new Receiver(new Demanding(context("server"), true, "TLSv1.3"));
                Receiver moved = new Receiver(context("other-server"))) {
            RemoteWriteExchange exchange = exchange(receiver.url(), tls, token);
            assertInstanceOf(SendResult.Retry.class, exchange.send(0));
            for (String client : new String[] {"client", "client-2"}) {
                Files.copy(certificates.certificate(client), certificate, StandardCopyOption.REPLACE_EXISTING);
                SendResult halfWay = exchange.send(0);
                assertTrue(halfWay.message().contains("client.key is not the key of"), halfWay.message());
                Files.copy(certificates.key(client), key, StandardCopyOption.REPLACE_EXISTING);
                Files.writeString(token, client);
                assertEquals(DELIVERED, exchange.send(0));
                assertEquals(DELIVERED, exchange.send(0));
            }
            assertEquals(
                    "[Bearer client, Bearer client, Bearer client-2, Bearer client-2]",
                    receiver.requests().stream()
                            .map(one -> one.headers().getFirst("Authorization"))
                            .toList()
                            .toString());

            RemoteWriteExchange elsewhere = exchange(moved.url(), tls, token);
            assertInstanceOf(SendResult.Retry.class, elsewhere.send(0));
            Files.copy(certificates.certificate("other-ca"), ca, StandardCopyOption.REPLACE_EXISTING);
            assertEquals(DELIVERED, elsewhere.send(0));
        }
    }

    @Test
    void aFileThatIsBrokenWhileRunningIsNamedAndWhatItReplacesIsNotUsed() throws Exception {
        Path ca = copy("ca", "ca.pem");
        try (Receiver receiver = new Receiver(context("server"))) {
            RemoteWriteExchange exchange = exchange(receiver.url(), TlsOptions.DEFAULT.withCaFile(ca), null);
            assertEquals(DELIVERED, exchange.send(0));
            Files.writeString(ca, "-----BEGIN CERTIFICATE-----\nMIIB\n");
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        ca + " breaks off in a CERTIFICATE", exchange.send(0).message());
            }
            Files.delete(ca);
            assertEquals("there is no file " + ca, exchange.send(0).message());
            assertEquals(1, receiver.requests().size());
            copy("ca", "ca.pem");
            assertEquals(DELIVERED, exchange.send(0));
        }
    }

    @Test
    void anUnchangedFileKeepsTheConnection() throws Exception {
        Demanding demanding = new Demanding(context("server"), false, "TLSv1.3");
        try (Receiver receiver = new Receiver(demanding)) {
            Path ca = copy("ca", "ca.pem");
            RemoteWriteExchange exchange = exchange(receiver.url(), TlsOptions.DEFAULT.withCaFile(ca), null);
            for (int i = 0; i < 5; i++) {
                assertEquals(DELIVERED, exchange.send(0));
            }
            assertEquals(1, demanding.connections);
            copy("ca", "ca.pem");
            assertEquals(DELIVERED, exchange.send(0));
            assertEquals(2, demanding.connections, "a new file means a new connection");
        }
    }

    private void assertRetried(Receiver receiver, TlsOptions tls) {
        int before = receiver.requests().size();
        assertInstanceOf(SendResult.Retry.class, send(receiver, tls), tls.toString());
        assertEquals(before, receiver.requests().size(), tls.toString());
    }

    private static TlsOptions trusting(String authority) {
        return TlsOptions.DEFAULT.withCaFile(certificates.certificate(authority));
    }

    private static TlsOptions showing(String client) {
        return new TlsOptions(
                certificates.certificate("ca"),
                certificates.certificate(client),
                certificates.key(client),
                null,
                Version.TLS12,
                false);
    }

    private static SSLContext context(String server) throws GeneralSecurityException, IOException {
        return certificates.server(server, "ca");
    }

    private Path copy(String name, String file) throws IOException {
        Path target = directory.resolve(file);
        return Files.copy(certificates.certificate(name), target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static SendResult send(Receiver receiver, TlsOptions tls) {
        return exchange(receiver.url(), tls, null).send(0);
    }

    private static RemoteWriteExchange exchange(URI url, TlsOptions tls, @Nullable Path token) {
        UpstreamOptions options = UpstreamOptions.builder("central", url)
                .tls(tls)
                .credentials(token == null ? null : Credentials.bearer(Secret.inFile(token)))
                .remoteTimeoutMs(10_000)
                .build();
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "up"));
        batch.add(1, 1);
        RemoteWriteExchange exchange = new RemoteWriteExchange(options, SeriesFacts.NONE, () -> 0);
        exchange.prepare(Piece.whole(batch));
        return exchange;
    }

    /** A server that speaks one version, counts its connections, and may demand a certificate. */
    private static final class Demanding extends HttpsConfigurator {
        private final boolean needsClient;
        private final String version;
        private volatile int connections;

        Demanding(SSLContext context, boolean needsClient, String version) {
            super(context);
            this.needsClient = needsClient;
            this.version = version;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // by the server's one dispatcher
        public void configure(HttpsParameters parameters) {
            connections++;
            SSLParameters own = getSSLContext().getDefaultSSLParameters();
            own.setProtocols(new String[] {version});
            own.setNeedClientAuth(needsClient);
            parameters.setSSLParameters(own);
        }
    }
}
