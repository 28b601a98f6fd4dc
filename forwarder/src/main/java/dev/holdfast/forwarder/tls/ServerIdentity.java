package dev.holdfast.forwarder.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate with its key, which another may take the place of. A handshake that has chosen the one before finds it
 * still: the two are told apart by their alias. Any thread.
 */
final class ServerIdentity extends X509ExtendedKeyManager {
    private record Named(String alias, ClientIdentity identity) {}

    private volatile @Nullable Named current;
    private volatile @Nullable Named before;

    /** Takes another. One caller at a time. */
    void set(ClientIdentity identity) {
        Named old = current;
        before = old;
        current = new Named(old != null && old.alias().equals("server-a") ? "server-b" : "server-a", identity);
    }

    private @Nullable ClientIdentity named(String alias) {
        Named now = current;
        Named old = before;
        if (now != null && now.alias().equals(alias)) {
            return now.identity();
        }
        return old != null && old.alias().equals(alias) ? old.identity() : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Named now = current;
        return now != null && now.identity().isOf(keyType) ? now.alias() : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? new String[0] : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ClientIdentity identity = named(alias);
        return identity == null ? null : identity.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ClientIdentity identity = named(alias);
        return identity == null ? null : identity.getPrivateKey(alias);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
