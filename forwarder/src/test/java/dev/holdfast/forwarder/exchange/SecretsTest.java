package dev.holdfast.forwarder.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.batch.Batch;
import dev.holdfast.forwarder.batch.Piece;
import dev.holdfast.forwarder.remotewrite.RemoteWriteExchange;
import dev.holdfast.forwarder.testing.Receiver;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream that quotes all that it was sent learns everybody the secrets, unless they are taken out. */
class SecretsTest {
    private static final String CANARY = "c4nary-that-is-no-secret";

    @TempDir
    Path directory = Path.of("");

    @Test
    void whatAnUpstreamQuotesIsMaskedAndOnlyThat() throws Exception {
        String pair = Base64.getEncoder()
                .encodeToString("ship:pl4nted-password".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        List<String> planted = List.of(
                "pl4nted-inline", "pl4nted-in-file", "pl4nted-password", "pl4nted-token", "pl4nted=query", pair);
        Path file = Files.writeString(directory.resolve("header"), "pl4nted-in-file\n");
        Path passwordFile = Files.writeString(directory.resolve("password"), "pl4nted-password\n");
        for (Credentials credentials : List.of(
                new Credentials.Basic("ship", Secret.inFile(passwordFile)),
                Credentials.bearer(Secret.of("pl4nted-token")))) {
            try (Receiver receiver = new Receiver()) {
                UpstreamOptions options = UpstreamOptions.builder(
                                "central",
                                URI.create(receiver.url() + "?key=pl4nted%3Dquery&site=" + CANARY.substring(0, 3)))
                        .header("X-Inline", Secret.of("pl4nted-inline"))
                        .header("X-File", Secret.inFile(file))
                        .header("X-Canary", Secret.of("other"))
                        .credentials(credentials)
                        .build();
                boolean basic = credentials instanceof Credentials.Basic;
                for (String quoted : planted) {
                    boolean sent = quoted.equals("pl4nted-token")
                            ? !basic
                            : basic || !(quoted.equals(pair) || quoted.equals("pl4nted-password"));
                    receiver.answer(request -> Receiver.Answer.of(503, CANARY + " I was sent " + quoted + " by you"));
                    String said = exchange(options).send(0).message();
                    assertTrue(said.contains(CANARY), said); // what is looked for can be found
                    assertEquals(!sent, said.contains(quoted), said + " for " + quoted);
                }
                for (String text : List.of(options.toString(), credentials.toString(), options.displayUrl())) {
                    planted.forEach(secret -> assertFalse(text.contains(secret), text));
                    assertFalse(text.contains("pl4nted"), text);
                }
            }
        }
    }

    @Test
    void aRedirectIsNotFollowedWithCredentialsNorWithout() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "t0ken");
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            try (Receiver receiver = new Receiver();
                    Receiver thief = new Receiver()) {
                receiver.answer(request ->
                        Receiver.Answer.of(status).with("Location", thief.url().toString()));
                for (Credentials credentials : new Credentials[] {
                    Credentials.bearer(Secret.inFile(token)), new Credentials.Basic("u", Secret.of("secret"))
                }) {
                    UpstreamOptions options = UpstreamOptions.builder("central", receiver.url())
                            .credentials(credentials)
                            .build();
                    assertInstanceOf(SendResult.Denied.class, exchange(options).send(0));
                }
                assertEquals(2, receiver.requests().size());
                assertTrue(thief.requests().isEmpty());
            }
        }
    }

    @Test
    void aSecretThatCannotBeSentIsNamedByItsPlaceAndNothingIsSent() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "two\nlines");
        Path header = Files.writeString(directory.resolve("header"), "schlüssel");
        try (Receiver receiver = new Receiver()) {
            UpstreamOptionsBuilder one = UpstreamOptions.builder("central", receiver.url());
            String said = exchange(one.credentials(Credentials.bearer(Secret.inFile(token)))
                            .build())
                    .send(0)
                    .message();
            assertEquals(token + " is empty or contains control characters", said);
            UpstreamOptionsBuilder two = UpstreamOptions.builder("central", receiver.url());
            said = exchange(two.header("X-Key", Secret.inFile(header)).build())
                    .send(0)
                    .message();
            assertEquals("the value of the header X-Key has characters that cannot be sent", said);
            UpstreamOptionsBuilder three = UpstreamOptions.builder("central", receiver.url());
            said = exchange(three.credentials(Credentials.bearer(Secret.inFile(header)))
                            .build())
                    .send(0)
                    .message();
            assertEquals("the credentials have characters that cannot be sent", said);
            assertTrue(receiver.requests().isEmpty());
        }
    }

    @Test
    void aFileThatOthersMayReadIsNamedOnce() throws IOException {
        Path open = Files.writeString(directory.resolve("open"), "x");
        Path shared = Files.writeString(directory.resolve("shared"), "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-r-----"));
        List<String> said = new ArrayList<>();
        SecretFiles files = new SecretFiles(said::add);
        UpstreamOptions options = UpstreamOptions.builder("central", URI.create("http://h/w"))
                .header("X-A", Secret.inFile(shared))
                .header("X-B", Secret.inFile(directory.resolve("none")))
                .credentials(Credentials.bearer(Secret.inFile(open)))
                .build();
        files.check(options);
        files.check(options);
        assertEquals(
                List.of(open + " is open to others (rw-r--r--): take that away with chmod o= or systemd's"
                        + " LoadCredential"),
                said);
        assertNull(Secret.of("x").file());
    }

    private static RemoteWriteExchange exchange(UpstreamOptions options) {
        Batch batch = new Batch();
        batch.beginSeries(Labels.of("__name__", "up"));
        batch.add(1, 1);
        RemoteWriteExchange exchange = new RemoteWriteExchange(options, SeriesFacts.NONE, () -> 0);
        exchange.prepare(Piece.whole(batch));
        return exchange;
    }
}
