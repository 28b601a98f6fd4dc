package dev.holdfast.forwarder.exchange;

import dev.holdfast.forwarder.tls.TlsSockets;
import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.TlsOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts bodies to one upstream over one kept-alive connection and says what became of them.
 *
 * <p>Uses {@link HttpURLConnection}, which costs a fifth of the memory of {@code java.net.http} and, told to stream with a
 * known length and with {@code sun.net.http.retryPost=false}, never sends a request twice by itself. Redirects are not
 * followed: a body meant for one host is not given to another.
 *
 * <p>Java bounds each wait for the next byte of an answer, but neither all waits together nor the sending of a body to a
 * receiver that does not read it; a {@link Deadline} does.
 *
 * <p>One thread sends; {@link #abort()} may come from any.
 */
public final class HttpPoster {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPoster.class);
    private static final int ABORT_ATTEMPTS = 100;

    /** A request as a whole, up to the head of its answer, takes no longer than so many remote timeouts. */
    private static final int DEADLINE_TIMEOUTS = 4;

    private static final long ABORT_PAUSE_NANOS = 10_000_000;

    static {
        setDefault("sun.net.http.retryPost", "false");
        // The JDK drops an idle connection after 5 s, just about when the next batch is due; receivers keep it 60 s and
        // up.
        setDefault("http.keepAlive.time.server", "55");
        setDefault("http.keepAlive.time.proxy", "55");
        // An answer that is not read to its end ends its connection. Java would else go on reading it in a thread of
        // its own for as long as the receiver likes. It looks once in a process: the launcher says the same.
        setDefault("http.KeepAlive.remainingData", "0");
    }

    private final UpstreamOptions options;
    private final Map<String, String> protocolHeaders;
    private final int answerBytesMax;
    private final LongSupplier wallClockMs;
    private final URL url;
    private final SecretFiles secretFiles;
    private @Nullable TlsSockets sockets;
    private volatile @Nullable HttpURLConnection underWay;
    private volatile boolean brokenOff;

    /**
     * A poster that has sent nothing yet; no connection is made.
     *
     * @param protocolHeaders sent with every request, and stronger than those of the operator
     * @param answerBytesMax so much of an answer is read
     * @param wallClockMs for dates in {@code Retry-After}, milliseconds since the epoch
     */
    public HttpPoster(
            UpstreamOptions options,
            Map<String, String> protocolHeaders,
            int answerBytesMax,
            LongSupplier wallClockMs) {
        this.options = options;
        this.protocolHeaders = protocolHeaders;
        this.answerBytesMax = answerBytesMax;
        this.wallClockMs = wallClockMs;
        this.secretFiles = new SecretFiles(this::warn);
        try {
            url = options.url().toURL();
        } catch (IOException e) {
            throw new IllegalArgumentException("not a url that can be opened: " + options.displayUrl(), e);
        }
    }

    /**
     * Sends a body and waits for the answer.
     *
     * @param body begins with the request's body, which is only read
     * @param length of the body, bytes
     * @param headers of this request
     * @param reading what an answer means; not asked when there is none
     */
    public SendResult post(
            byte[] body, int length, Map<String, String> headers, Function<HttpReply, SendResult> reading) {
        Secrets secrets = new Secrets(options.url());
        secretFiles.check(options);
        boolean sending = false;
        brokenOff = false;
        HttpURLConnection connection = null;
        try {
            connection = open(length, headers, secrets);
            underWay = connection;
            int status;
            try (Deadline deadline = Deadline.in(DEADLINE_TIMEOUTS * options.remoteTimeoutMs(), this::abort)) {
                connection.connect();
                sending = true;
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body, 0, length);
                }
                status = connection.getResponseCode();
            }
            return answer(connection, status, secrets, reading);
        } catch (HttpRetryException e) {
            return answer(connection, e.responseCode(), secrets, reading);
        } catch (IOException e) {
            if (connection != null) {
                connection.disconnect();
            }
            return new SendResult.Retry(0, secrets.mask(reason(e)), 0, sending && !neverArrived(e), neverLeft(e));
        } catch (RuntimeException e) {
            if (!brokenOff) {
                throw e;
            }
            // Java falls over its own missing connection when another thread takes it away at the wrong moment.
            LOG.debug("broken off", e);
            return new SendResult.Retry(0, "broken off", 0, sending);
        } finally {
            underWay = null;
        }
    }

    /** Ends a request that is under way, from any thread; it comes back as one to be retried. Takes a second at most. */
    public void abort() {
        // Between the request and the wait for its answer a disconnection makes Java connect anew: once may not be
        // enough.
        HttpURLConnection connection = underWay;
        if (connection != null) {
            brokenOff = true;
        }
        for (int i = 0; i < ABORT_ATTEMPTS && connection != null && connection == underWay; i++) {
            connection.disconnect();
            LockSupport.parkNanos(ABORT_PAUSE_NANOS);
        }
    }

    private HttpURLConnection open(int length, Map<String, String> headers, Secrets secrets) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        if (connection instanceof HttpsURLConnection https && !options.tls().equals(TlsOptions.DEFAULT)) {
            if (sockets == null) {
                sockets = new TlsSockets(options.tls(), wallClockMs, this::warn);
            }
            https.setSSLSocketFactory(sockets.current());
            if (options.tls().insecureSkipVerify()) {
                https.setHostnameVerifier((host, session) -> true);
            }
        }
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false);
        connection.setFixedLengthStreamingMode(length);
        connection.setConnectTimeout((int) options.remoteTimeoutMs());
        connection.setReadTimeout((int) options.remoteTimeoutMs());
        for (Map.Entry<String, Secret> header : options.headers().entrySet()) {
            connection.setRequestProperty(header.getKey(), secrets.reveal(header.getKey(), header.getValue()));
        }
        protocolHeaders.forEach(connection::setRequestProperty);
        headers.forEach(connection::setRequestProperty);
        connection.setRequestProperty("User-Agent", options.userAgent());
        Credentials credentials = options.credentials();
        if (credentials != null) {
            connection.setRequestProperty("Authorization", secrets.reveal(credentials));
        }
        return connection;
    }

    private SendResult answer(
            @Nullable HttpURLConnection connection,
            int status,
            Secrets secrets,
            Function<HttpReply, SendResult> reading) {
        if (connection == null || status < 200) {
            if (connection != null) {
                connection.disconnect(); // behind it may come what would be taken for the answer to the next request
            }
            String what = status < 100 ? "an answer that is not HTTP" : "an answer that is none: " + status;
            return new SendResult.Retry(0, what, 0, true);
        }
        AnswerText.Excerpt excerpt;
        String phrase;
        long retryAfterMs;
        try {
            excerpt = AnswerText.read(
                    status < 400 ? connection.getInputStream() : connection.getErrorStream(),
                    answerBytesMax,
                    options.remoteTimeoutMs());
            phrase = connection.getResponseMessage();
            retryAfterMs = RetryAfter.parseMs(connection.getHeaderField("Retry-After"), wallClockMs.getAsLong());
        } catch (IOException e) {
            excerpt = new AnswerText.Excerpt(new byte[0], false, true);
            phrase = null;
            retryAfterMs = 0;
        }
        if (!excerpt.complete()) {
            connection.disconnect(); // what is left of the answer is not worth reading
        }
        String said = excerpt.text().strip();
        String text = status + (phrase == null ? "" : ' ' + phrase) + (said.equals(phrase) ? "" : ": " + said);
        return reading.apply(new HttpReply(
                status,
                secrets.mask(text),
                retryAfterMs,
                connection::getHeaderField,
                excerpt.bytes(),
                excerpt.complete(),
                excerpt.brokenOff(),
                secrets::mask));
    }

    private String reason(IOException e) {
        String host = options.url().getHost();
        if (e instanceof UnknownHostException) {
            return "no address found for " + host;
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + options.remoteTimeoutMs() + " ms";
        }
        if (e instanceof ConnectException && "Connection refused".equals(e.getMessage())) {
            return "connection refused";
        }
        String message = e.getMessage();
        if (e instanceof SSLException && message != null && message.startsWith("Unsupported or unrecognized")) {
            return "what answers does not speak TLS: should the url begin with http:// ?";
        }
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private void warn(String text) {
        LOG.warn("{}: {}", options.name(), text);
    }

    private static boolean neverArrived(IOException e) {
        return e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException
                || e instanceof SSLHandshakeException;
    }

    /** Without a link of its own a host asks as often as it likes: nobody hears it. */
    private static boolean neverLeft(IOException e) {
        return e instanceof UnknownHostException
                || e instanceof NoRouteToHostException
                || (e instanceof ConnectException
                        && String.valueOf(e.getMessage()).startsWith("Network is unreachable"));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
