package dev.holdfast.forwarder.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates of a small world of its own, made by the JDK's keytool, each as PEM files beside the key store. */
public final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final Path store;
    private String algorithm = "EC";

    /** Nothing yet. */
    public Certificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
    }

    /** The kind of the keys that are made from now on, EC or RSA. */
    public void algorithm(String name) {
        algorithm = name;
    }

    /** An authority that signs itself. */
    public void authority(String name) {
        generate(name, "-validity", "365", "-ext", "bc:c");
    }

    /** A certificate that an authority signs. */
    public void signed(String name, String authority, int days, String extension) {
        generate(name, "-validity", Integer.toString(days), "-signer", authority, "-ext", extension);
    }

    /** The certificate alone (PEM). */
    public Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    /** The key (PEM, PKCS#8). */
    public Path key(String name) {
        return directory.resolve(name + ".key.pem");
    }

    /** A server's context that shows one certificate, and trusts clients of an authority; null for none. */
    public SSLContext server(String name, @Nullable String clientAuthority)
            throws GeneralSecurityException, IOException {
        KeyStore all = load();
        KeyStore own = empty();
        own.setKeyEntry(name, all.getKey(name, PASSWORD), PASSWORD, all.getCertificateChain(name));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore trusted = empty();
        if (clientAuthority != null) {
            trusted.setCertificateEntry(clientAuthority, all.getCertificate(clientAuthority));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private void generate(String name, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keyalg", algorithm, "-alias", name));
        command.addAll(List.of("-dname", "CN=" + name, "-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of(more));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-noprompt"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(output);
            }
            KeyStore all = load();
            StringBuilder chain = new StringBuilder();
            Certificate[] certificates = all.getCertificateChain(name);
            for (Certificate certificate : certificates) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(certificate(name), chain);
            PrivateKey key = (PrivateKey) all.getKey(name, PASSWORD);
            Files.writeString(key(name), pem("PRIVATE KEY", key.getEncoded()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD);
        }
        return all;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        return keys;
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
