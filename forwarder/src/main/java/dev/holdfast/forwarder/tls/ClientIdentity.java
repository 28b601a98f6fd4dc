package dev.holdfast.forwarder.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Our certificate with its key. It is shown to every server that asks for one, whichever authorities it names: a server that
 * does not like it says so, which is easier to understand than a client that keeps silent.
 */
final class ClientIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";
    private static final byte[] PROBE = {'h', 'o', 'l', 'd', 'f', 'a', 's', 't'};

    private final PrivateKey key;
    private final X509Certificate[] chain;

    private ClientIdentity(PrivateKey key, X509Certificate[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Reads a certificate with its chain, ours first, and its key.
     *
     * @throws IOException when one of them cannot be used, or the key is another one's; the message names the file
     */
    static ClientIdentity read(Path certFile, Path keyFile) throws IOException {
        List<X509Certificate> chain = PemFile.read(certFile).certificates();
        PrivateKey key = PrivateKeyPem.read(PemFile.read(keyFile));
        if (!belongsTo(key, chain.get(0).getPublicKey())) {
            throw new IOException(
                    keyFile + " is not the key of the first certificate in " + certFile + ": they go together");
        }
        return new ClientIdentity(key, chain.toArray(X509Certificate[]::new));
    }

    /** Ours first. */
    List<X509Certificate> chain() {
        return List.of(chain);
    }

    /** Whether its key is of a kind. */
    boolean isOf(String keyType) {
        return keyType.equals(key.getAlgorithm());
    }

    private static boolean belongsTo(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of another kind
        }
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keyType.equals(key.getAlgorithm()) ? new String[] {ALIAS} : new String[0];
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }
}
