package dev.holdfast.forwarder.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a server: our certificate, and whose certificates clients must show. One context for the life of the server; what is in
 * it changes with the files. While a new file is broken the old one goes on, since a server that nobody can reach helps nobody
 * to repair it. One thread calls {@link #refresh}; handshakes come on any.
 */
public final class ServerTls {
    private final Path certFile;
    private final Path keyFile;
    private final @Nullable Path clientCaFile;
    private final ServerIdentity identity = new ServerIdentity();
    private final ClientTrust trust = new ClientTrust();
    private final SSLContext context;
    private List<FileStamp> read = List.of();

    /**
     * Reads the files.
     *
     * @param certFile certificate and chain, ours first, PEM
     * @param keyFile its key, PEM, not encrypted
     * @param clientCaFile who signs clients' certificates, PEM; null when they need none
     * @throws IOException when a file cannot be read or used; the message names it
     */
    public ServerTls(Path certFile, Path keyFile, @Nullable Path clientCaFile) throws IOException {
        this.certFile = certFile;
        this.keyFile = keyFile;
        this.clientCaFile = clientCaFile;
        refresh();
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identity}, new TrustManager[] {trust}, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up with " + certFile + ": " + e.getMessage(), e);
        }
    }

    /** The context, always the same. */
    public SSLContext context() {
        return context;
    }

    /** Whether clients must show a certificate. */
    public boolean needsClientCertificate() {
        return clientCaFile != null;
    }

    /**
     * Reads the files again when they have changed; else costs a look at their attributes.
     *
     * @return whether they have
     * @throws IOException when a file cannot be read or used; what was read before stays in force
     */
    public boolean refresh() throws IOException {
        List<FileStamp> now = new ArrayList<>(3);
        now.add(FileStamp.of(certFile));
        now.add(FileStamp.of(keyFile));
        if (clientCaFile != null) {
            now.add(FileStamp.of(clientCaFile));
        }
        if (now.equals(read)) {
            return false;
        }
        ClientIdentity fresh = ClientIdentity.read(certFile, keyFile);
        if (clientCaFile != null) {
            trust.set(trustIn(PemFile.read(clientCaFile).certificates()));
        }
        identity.set(fresh);
        read = now;
        return true;
    }

    private static X509ExtendedTrustManager trustIn(List<X509Certificate> authorities) throws IOException {
        try {
            for (TrustManager manager : TlsSockets.signedBy(authorities)) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IOException("no trust manager for X.509");
        } catch (GeneralSecurityException e) {
            throw new IOException("certificates of clients cannot be checked: " + e.getMessage(), e);
        }
    }
}
