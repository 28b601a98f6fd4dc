package dev.holdfast.forwarder.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.remotewrite.RemoteWriteExchange;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.upstream.TlsOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.storage.Labels;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory = Path.of("");

    @Test
    void onlyTheCertificateThatIsTrustedIsTrusted() throws Exception {
        try (Receiver receiver = new Receiver(serverContext("san=ip:127.0.0.1"))) {
            SendResult unknown = send(receiver, TlsOptions.DEFAULT);
            assertInstanceOf(SendResult.Retry.class, unknown);
            assertTrue(receiver.requests().isEmpty());
            assertEquals(new SendResult.Delivered(204), send(receiver, TlsOptions.DEFAULT.withCaFile(certificate())));
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedUnlessToldOtherwise() throws Exception {
        try (Receiver receiver = new Receiver(serverContext("san=dns:elsewhere.example"))) {
            assertInstanceOf(SendResult.Retry.class, send(receiver, TlsOptions.DEFAULT.withCaFile(certificate())));
            assertTrue(receiver.requests().isEmpty());
            assertEquals(new SendResult.Delivered(204), send(receiver, TlsOptions.DEFAULT.withoutVerification()));
        }
    }

    @Test
    void aMissingCaFileIsNamedAndNothingIsSent() throws Exception {
        try (Receiver receiver = new Receiver(serverContext("san=ip:127.0.0.1"))) {
            SendResult result = send(receiver, TlsOptions.DEFAULT.withCaFile(directory.resolve("none.pem")));
            assertTrue(result.message().contains("none.pem"), result.message());
            assertTrue(receiver.requests().isEmpty());
        }
    }

    private static SendResult send(Receiver receiver, TlsOptions tls) {
        UpstreamOptions options = UpstreamOptions.builder("central", receiver.url())
                .tls(tls)
                .remoteTimeoutMs(10_000)
                .build();
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "up"));
        batch.add(1, 1);
        RemoteWriteExchange exchange = new RemoteWriteExchange(options, SeriesFacts.NONE, () -> 0);
        exchange.prepare(Piece.whole(batch));
        return exchange.send(0);
    }

    private Path certificate() {
        return directory.resolve("server.pem");
    }

    private SSLContext serverContext(String extension) throws Exception {
        Path store = directory.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                extension,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                certificate().toString(),
                "-keystore",
                store.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws Exception {
        java.util.ArrayList<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(arguments));
        command.addAll(java.util.List.of("-storepass", new String(PASSWORD), "-noprompt"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
