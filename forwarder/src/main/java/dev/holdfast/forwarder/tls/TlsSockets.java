package dev.holdfast.forwarder.tls;

import dev.holdfast.forwarder.upstream.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the socket factory that trusts, shows and expects what the options say, and makes it anew when their files change.
 * A new factory means a new connection, since the JDK keeps connections by the factory that they were made with. One thread.
 */
public final class TlsSockets {
    private final TlsOptions options;
    private final LongSupplier wallClockMs;
    private final ExpiryWatch expiry;
    private @Nullable SSLSocketFactory factory;
    private List<FileStamp> read = List.of();

    /**
     * Sockets for options that are not the default; nothing is read yet.
     *
     * @param wallClockMs milliseconds since the epoch
     * @param warnings takes what an operator should know: certificates that expire soon, at most once a day each
     */
    public TlsSockets(TlsOptions options, LongSupplier wallClockMs, Consumer<String> warnings) {
        this.options = options;
        this.wallClockMs = wallClockMs;
        this.expiry = new ExpiryWatch(warnings);
    }

    /**
     * The factory for the files as they are now: the same one as long as they do not change. Costs a look at each file's
     * attributes.
     *
     * @throws IOException when a file cannot be read or used, which its message names; nothing may be sent then
     */
    public SSLSocketFactory current() throws IOException {
        SSLSocketFactory known = factory;
        factory = null; // what a broken file replaces is not used any more
        List<FileStamp> now = new ArrayList<>(3);
        for (Path file : files()) {
            now.add(FileStamp.of(file));
        }
        if (known == null || !now.equals(read)) {
            known = make();
            read = now;
        }
        factory = known;
        expiry.check(wallClockMs.getAsLong());
        return known;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>(3);
        for (Path file : new @Nullable Path[] {options.caFile(), options.certFile(), options.keyFile()}) {
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    private SSLSocketFactory make() throws IOException {
        Path certFile = options.certFile();
        Path keyFile = options.keyFile();
        Path caFile = options.caFile();
        ClientIdentity identity = certFile == null || keyFile == null ? null : ClientIdentity.read(certFile, keyFile);
        List<X509Certificate> authorities =
                caFile == null ? List.of() : PemFile.read(caFile).certificates();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : new KeyManager[] {identity},
                    options.insecureSkipVerify()
                            ? new TrustManager[] {new TrustAnyone()}
                            : signedBy(caFile == null ? null : authorities),
                    null);
            expiry.watch(certFile, identity == null ? List.of() : identity.chain(), caFile, authorities);
            return new OptionSockets(context.getSocketFactory(), options);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up with " + options + ": " + e.getMessage(), e);
        }
    }

    /** Trust in these, and in nobody when there are none; in the system's for null. */
    static TrustManager[] signedBy(@Nullable List<X509Certificate> authorities)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = null;
        if (authorities != null) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
        }
        trust.init(store);
        return trust.getTrustManagers();
    }
}
