package dev.holdfast.forwarder.remotewrite;

import dev.holdfast.forwarder.upstream.Credentials;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts bodies to one upstream over one kept-alive connection and says what became of them.
 *
 * <p>Uses {@link HttpURLConnection}, which costs a fifth of the memory of {@code java.net.http} and, told to stream with a
 * known length and with {@code sun.net.http.retryPost=false}, never sends a request twice by itself. Redirects are not
 * followed: a body meant for one host is not given to another.
 *
 * <p>One thread sends; {@link #abort()} may come from any.
 */
public final class RemoteWriteSender {
    private static final int MESSAGE_CHARS_MAX = 200;
    private static final int ABORT_ATTEMPTS = 100;
    private static final long ABORT_PAUSE_NANOS = 10_000_000;

    static {
        setDefault("sun.net.http.retryPost", "false");
        // The JDK drops an idle connection after 5 s, just about when the next batch is due; receivers keep it 60 s and
        // up.
        setDefault("http.keepAlive.time.server", "55");
        setDefault("http.keepAlive.time.proxy", "55");
    }

    private final UpstreamOptions options;
    private final LongSupplier wallClockMs;
    private final URL url;
    private @Nullable SSLSocketFactory sockets;
    private volatile @Nullable HttpURLConnection underWay;

    /**
     * A sender that has sent nothing yet; no connection is made.
     *
     * @param wallClockMs for dates in {@code Retry-After}, milliseconds since the epoch
     */
    public RemoteWriteSender(UpstreamOptions options, LongSupplier wallClockMs) {
        this.options = options;
        this.wallClockMs = wallClockMs;
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
     * @param attempt 0 for the first time, 1 for the first repetition
     */
    public SendResult send(byte[] body, int length, int attempt) {
        String secret = "";
        boolean sending = false;
        HttpURLConnection connection = null;
        try {
            Credentials credentials = options.credentials();
            secret = credentials == null ? "" : credentials.header();
            connection = open(secret, length, attempt);
            underWay = connection;
            connection.connect();
            sending = true;
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body, 0, length);
            }
            return answer(connection, connection.getResponseCode(), secret);
        } catch (HttpRetryException e) {
            return answer(connection, e.responseCode(), secret);
        } catch (IOException e) {
            if (connection != null) {
                connection.disconnect();
            }
            return new SendResult.Retry(0, mask(reason(e), secret), 0, sending && !neverArrived(e));
        } finally {
            underWay = null;
        }
    }

    /** Ends a request that is under way, from any thread; it comes back as one to be retried. Takes a second at most. */
    public void abort() {
        // Between the request and the wait for its answer a disconnection makes Java connect anew: once may not be
        // enough.
        HttpURLConnection connection = underWay;
        for (int i = 0; i < ABORT_ATTEMPTS && connection != null && connection == underWay; i++) {
            connection.disconnect();
            LockSupport.parkNanos(ABORT_PAUSE_NANOS);
        }
    }

    private HttpURLConnection open(String authorization, int length, int attempt) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        if (connection instanceof HttpsURLConnection https && !options.tls().equals(TlsOptions.DEFAULT)) {
            if (sockets == null) {
                sockets = TlsSockets.factory(options.tls());
            }
            https.setSSLSocketFactory(sockets);
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
        options.headers().forEach(connection::setRequestProperty);
        connection.setRequestProperty("Content-Encoding", WriteRequestFormat.CONTENT_ENCODING);
        connection.setRequestProperty("Content-Type", WriteRequestFormat.CONTENT_TYPE);
        connection.setRequestProperty(WriteRequestFormat.VERSION_HEADER, WriteRequestFormat.VERSION);
        connection.setRequestProperty("User-Agent", options.userAgent());
        if (attempt > 0) {
            connection.setRequestProperty(WriteRequestFormat.RETRY_ATTEMPT_HEADER, Integer.toString(attempt));
        }
        if (!authorization.isEmpty()) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    private SendResult answer(@Nullable HttpURLConnection connection, int status, String secret) {
        if (connection == null || status < 100) {
            return new SendResult.Retry(0, "an answer that is not HTTP", 0, true);
        }
        boolean success = status >= 200 && status < 300;
        AnswerText.Excerpt excerpt;
        String phrase;
        long retryAfterMs;
        try {
            excerpt = AnswerText.read(success ? connection.getInputStream() : connection.getErrorStream());
            phrase = connection.getResponseMessage();
            retryAfterMs = RetryAfter.parseMs(connection.getHeaderField("Retry-After"), wallClockMs.getAsLong());
        } catch (IOException e) {
            excerpt = new AnswerText.Excerpt("", false);
            phrase = null;
            retryAfterMs = 0;
        }
        if (!excerpt.complete()) {
            connection.disconnect(); // what is left of the answer is not worth reading
        }
        String text = status + (phrase == null ? "" : ' ' + phrase) + ": " + excerpt.text();
        return SendResult.ofStatus(status, mask(text, secret), retryAfterMs);
    }

    /** Takes a secret out of a text that came from outside: an upstream may quote what it was sent. */
    private static String mask(String text, String secret) {
        String masked = text;
        if (!secret.isEmpty()) {
            masked = masked.replace(secret, "<secret>").replace(secret.substring(secret.indexOf(' ') + 1), "<secret>");
        }
        String line = AnswerText.oneLine(masked, MESSAGE_CHARS_MAX);
        return line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
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
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static boolean neverArrived(IOException e) {
        return e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException
                || e instanceof SSLHandshakeException;
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
