package dev.holdfast.agent.api;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.holdfast.forwarder.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLParameters;

/** Makes the server of HTTPS; apart, so that nothing of TLS is loaded where none is spoken. */
final class SecureServer extends HttpsConfigurator {
    private final ServerTls tls;
    private final boolean only13;

    private SecureServer(ServerTls tls, boolean only13) {
        super(tls.context());
        this.tls = tls;
        this.only13 = only13;
    }

    static HttpServer create(InetSocketAddress address, int backlog, ServerTls tls, boolean only13) throws IOException {
        HttpsServer server = HttpsServer.create(address, backlog);
        server.setHttpsConfigurator(new SecureServer(tls, only13));
        return server;
    }

    @Override
    public void configure(HttpsParameters parameters) {
        SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
        ssl.setProtocols(only13 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"});
        ssl.setNeedClientAuth(tls.needsClientCertificate());
        parameters.setSSLParameters(ssl);
    }
}
