package dev.holdfast.forwarder.tls;

import dev.holdfast.forwarder.upstream.TlsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Puts name and versions of the options on every socket.
 *
 * <p>It layers TLS over a connection that is there and makes none itself: asked for one, it says that it cannot, upon which
 * {@code HttpsURLConnection} connects and comes back with the socket. The other way the JDK would name the URL's host to the
 * server whatever was set here.
 */
final class OptionSockets extends SSLSocketFactory {
    private static final String[] FROM_12 = {"TLSv1.3", "TLSv1.2"};
    private static final String[] FROM_13 = {"TLSv1.3"};

    private final SSLSocketFactory sockets;
    private final TlsOptions options;

    OptionSockets(SSLSocketFactory sockets, TlsOptions options) {
        this.sockets = sockets;
        this.options = options;
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        String name = options.serverName();
        SSLSocket socket = (SSLSocket) sockets.createSocket(connected, name == null ? host : name, port, autoClose);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(options.minVersion() == TlsOptions.Version.TLS13 ? FROM_13 : FROM_12);
        if (!options.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        throw layersOnly();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw layersOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw layersOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw layersOnly();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw layersOnly();
    }

    /** In the form by which {@code SocketFactory} says that it makes no unconnected sockets. */
    private static SocketException layersOnly() {
        SocketException refusal = new SocketException("only over a connection that is there");
        refusal.initCause(new UnsupportedOperationException());
        return refusal;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
