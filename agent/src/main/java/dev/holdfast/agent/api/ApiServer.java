package dev.holdfast.agent.api;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.forwarder.tls.ServerTls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API, listening. Made by {@link #listen}; its owner calls {@link #tick} about once a second on one thread, and closes it.
 *
 * <p>At rest it costs three threads of the JDK's; those that work end when there is nothing to do.
 */
public final class ApiServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int BACKLOG = 128;
    /** More requests at a time than this are not read, and their connections closed. */
    private static final int MAX_READING = 48;

    /** A write to a client gets somewhere within this time, or the client is cut off, milliseconds. */
    private static final long WRITE_PATIENCE_MS = 10_000;

    /**
     * How the JDK's server is to behave: its settings, sun.net.httpserver's, which are read once, when it is loaded. Seconds, unless
     * they say else. A test's own server may load it first, so the tests are started with the same.
     */
    static final Map<String, String> SETTINGS = Map.of(
            "sun.net.httpserver.maxReqTime",
            "10",
            "sun.net.httpserver.idleInterval",
            "60",
            "sun.net.httpserver.maxIdleConnections",
            "64",
            "jdk.httpserver.maxConnections",
            "512",
            "sun.net.httpserver.maxReqHeaders",
            "64",
            "sun.net.httpserver.maxReqHeaderSize",
            "65536",
            // Who is refused reads the answer only after all is sent; what is left of a form is read and dropped.
            "sun.net.httpserver.drainAmount",
            "16777216",
            // Head and body are two writes.
            "sun.net.httpserver.nodelay",
            "true");

    static {
        SETTINGS.forEach(ApiServer::set);
    }

    private final HttpServer server;
    private final @Nullable ServerTls tls;
    private final ThreadPoolExecutor readers;
    private final QueryQueue queue;
    private final SlowClients slowClients;
    private final ApiContext context;
    private final ApiHandler handler;
    private String said = "";

    private ApiServer(ApiOptions options, ApiContext context, long writePatienceMs) throws IOException {
        this.context = context;
        InetSocketAddress address = options.host().isEmpty()
                ? new InetSocketAddress(options.port())
                : new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
        ApiOptions.Tls files = options.tls();
        tls = files == null ? null : new ServerTls(files.certFile(), files.keyFile(), files.clientCaFile());
        server = tls == null || files == null
                ? HttpServer.create(address, BACKLOG)
                : SecureServer.create(address, BACKLOG, tls, files.only13());
        slowClients = new SlowClients(writePatienceMs);
        queue = new QueryQueue(context.limits().maxConcurrency());
        readers = QueryQueue.pool("api-io", 0, MAX_READING, new SynchronousQueue<>());
        HostCheck hosts = new HostCheck(address, options.allowedHosts()); // the server's has lost its name
        server.setExecutor(readers);
        handler = new ApiHandler(context, hosts, new Access(options.credentials()), slowClients, queue);
        server.createContext("/", handler);
        server.start();
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Listens, and answers from now on.
     *
     * @throws IOException when the address cannot be listened on; the message says what it is
     */
    public static ApiServer listen(ApiOptions options, StoreSource source, ApiHost host, QueryLimits limits)
            throws IOException {
        return listen(options, source, host, limits, WRITE_PATIENCE_MS);
    }

    /** With another patience with clients that do not read. */
    static ApiServer listen(
            ApiOptions options, StoreSource source, ApiHost host, QueryLimits limits, long writePatienceMs)
            throws IOException {
        try {
            return new ApiServer(options, new ApiContext(source, host, limits), writePatienceMs);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + options.shownHost() + ":" + options.port() + ": " + e.getMessage(), e);
        }
    }

    /** The URL of the page, with the port that is listened on. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        InetAddress inet = address.getAddress();
        String host = inet.isAnyLocalAddress() ? "localhost" : inet.getHostAddress();
        return (tls != null ? "https://" : "http://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":"
                + address.getPort() + "/";
    }

    /** Sets other limits, for the questions that come from now on. */
    public void setLimits(QueryLimits limits) {
        context.setLimits(limits);
        queue.setMaxConcurrency(limits.maxConcurrency());
    }

    /** Cuts off whoever is too slow, and takes up a certificate that was put in the place of another. */
    public void tick() {
        queue.setHeld(slowClients.check());
        handler.tick();
        if (tls != null) {
            try {
                if (tls.refresh()) {
                    LOG.info("api: the files of TLS have changed and are in force");
                }
                said = "";
            } catch (IOException e) {
                String reason = String.valueOf(e.getMessage());
                if (!reason.equals(said)) {
                    LOG.error("api: the files of TLS stay as they were: {}", reason);
                }
                said = reason;
            }
        }
    }

    /** How many questions were given up because nobody waited for the answer any more. */
    long givenUpCount() {
        return handler.givenUpCount();
    }

    /** Listens no more, lets go of every client, and returns when nothing reads the store any more, or nearly so. */
    @Override
    public void close() {
        context.beginClosing();
        server.stop(0);
        readers.shutdown();
        queue.close();
    }
}
