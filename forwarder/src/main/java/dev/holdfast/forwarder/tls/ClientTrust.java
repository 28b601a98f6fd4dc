package dev.holdfast.forwarder.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in clients that may change while a server runs; in nobody at first. Any thread. */
final class ClientTrust extends X509ExtendedTrustManager {
    private volatile @Nullable X509ExtendedTrustManager current;

    /** Trusts as another does from now on. */
    void set(X509ExtendedTrustManager trust) {
        current = trust;
    }

    private X509ExtendedTrustManager trust() throws CertificateException {
        X509ExtendedTrustManager trust = current;
        if (trust == null) {
            throw new CertificateException("no client is trusted");
        }
        return trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        trust().checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        trust().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        trust().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a server is not a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("a server is not a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("a server is not a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        X509ExtendedTrustManager trust = current;
        return trust == null ? new X509Certificate[0] : trust.getAcceptedIssuers();
    }
}
