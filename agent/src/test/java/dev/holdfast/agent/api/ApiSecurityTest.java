package dev.holdfast.agent.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.forwarder.testing.Certificates;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, over the wire: passwords, tokens, certificates. */
class ApiSecurityTest {
    @TempDir
    private Path directory;

    private ApiOptions options(ApiOptions.@Nullable Tls tls, @Nullable Credentials credentials) {
        return new ApiOptions("127.0.0.1", 0, List.of(), tls, credentials);
    }

    @Test
    void nothingIsAnsweredWithoutTheCredentials() throws Exception {
        ApiOptions options = options(null, new Credentials.Basic("u", Secret.of("p")));
        try (TestApi api = new TestApi(directory.resolve("data"), options, TestApi.limits())) {
            for (String path : List.of("/", "/metrics", "/api/v1/query?query=up", "/-/healthy", "/nothing")) {
                HttpResponse<String> answer = api.get(path);
                assertEquals(401, answer.statusCode(), path);
                assertEquals(
                        "Basic realm=\"holdfast\", charset=\"UTF-8\"",
                        answer.headers().firstValue("WWW-Authenticate").orElse(""));
                assertFalse(answer.body().contains("h:9100"));
            }
            assertEquals(401, api.get("/", "Authorization", "Basic dTpx").statusCode());
            assertEquals(200, api.get("/metrics", "Authorization", "Basic dTpw").statusCode());
        }
    }

    @Test
    void theNameThatIsListenedOnIsAnswered() throws Exception {
        InetAddress own = InetAddress.getLocalHost();
        String name = own.getHostName();
        assumeTrue(
                !name.equals(own.getHostAddress()) && !name.equals("localhost"),
                "skipped: this host has no name of its own");
        ApiOptions options = new ApiOptions(name, 0, List.of(), null, null);
        try (TestApi api = new TestApi(directory.resolve("data"), options, TestApi.limits())) {
            URI url = URI.create("http://" + name + ":" + api.uri("/").getPort() + "/-/healthy");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
        }
    }

    @Test
    void theCertificateIsShownAndMayBeRotated() throws Exception {
        Certificates world = new Certificates(directory);
        world.authority("ca");
        world.signed("one", "ca", 90, "san=ip:127.0.0.1");
        world.signed("two", "ca", 90, "san=ip:127.0.0.1");
        Path cert = directory.resolve("server.pem");
        Path key = directory.resolve("server.key");
        copy(world, "one", cert, key);
        ApiOptions options = options(new ApiOptions.Tls(cert, key, null, true), null);
        try (TestApi api = new TestApi(directory.resolve("data"), options, TestApi.limits())) {
            assertTrue(api.server.url().startsWith("https://"));
            assertEquals(serial(world, "one"), shown(api, world));
            copy(world, "two", cert, key);
            api.server.tick();
            assertEquals(serial(world, "two"), shown(api, world));
            Files.writeString(cert, "broken");
            api.server.tick();
            assertEquals(serial(world, "two"), shown(api, world));
        }
    }

    @Test
    void clientsMustShowACertificateOfTheirAuthority() throws Exception {
        Certificates world = new Certificates(directory);
        world.authority("ca");
        world.authority("other");
        world.signed("server", "ca", 90, "san=ip:127.0.0.1");
        world.signed("client", "ca", 90, "eku=clientAuth");
        world.signed("stranger", "other", 90, "eku=clientAuth");
        ApiOptions.Tls tls =
                new ApiOptions.Tls(world.certificate("server"), world.key("server"), world.certificate("ca"), false);
        try (TestApi api = new TestApi(directory.resolve("data"), options(tls, null), TestApi.limits())) {
            assertEquals(200, ask(api, client(world, "client")).statusCode());
            assertThrows(IOException.class, () -> ask(api, client(world, null)));
            assertThrows(IOException.class, () -> ask(api, client(world, "stranger")));
        }
    }

    @Test
    void aCertificateThatCannotBeReadKeepsItFromListening() {
        ApiOptions options = options(
                new ApiOptions.Tls(directory.resolve("no.pem"), directory.resolve("no.key"), null, false), null);
        IOException e = assertThrows(
                IOException.class, () -> new TestApi(directory.resolve("data"), options, TestApi.limits()));
        assertTrue(String.valueOf(e.getMessage()).contains("no.pem"), e.getMessage());
    }

    private static void copy(Certificates world, String name, Path cert, Path key) throws IOException {
        Files.copy(world.certificate(name), cert, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(world.key(name), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String serial(Certificates world, String name) throws Exception {
        return certificate(world.certificate(name)).getSerialNumber().toString();
    }

    private static X509Certificate certificate(Path pem) throws Exception {
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static String shown(TestApi api, Certificates world) throws Exception {
        HttpResponse<String> answer = ask(api, client(world, null));
        Certificate[] chain = answer.sslSession().orElseThrow().getPeerCertificates();
        return ((X509Certificate) chain[0]).getSerialNumber().toString();
    }

    private static HttpResponse<String> ask(TestApi api, SSLContext context) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        return client.send(HttpRequest.newBuilder(api.uri("/-/healthy")).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** One that shows a certificate, or none. */
    private static SSLContext client(Certificates world, @Nullable String name) throws Exception {
        if (name != null) {
            return world.server(name, "ca");
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate(world.certificate("ca")));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
