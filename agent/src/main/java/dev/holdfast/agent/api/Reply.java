package dev.holdfast.agent.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way. What is short is kept back and sent with its length; what is long goes out in chunks as it is made, so
 * that memory does not grow with it. Until the first chunk is sent another answer can take its place. One thread.
 */
final class Reply extends OutputStream {
    static final String JSON = "application/json";
    static final String PLAIN = "text/plain; charset=utf-8";

    private static final int KEPT_BYTES = 8 << 10;

    private final HttpExchange exchange;
    private final SlowClients guard;
    private byte[] kept = new byte[512];
    private int length;
    private int status = 200;
    private boolean finished;
    private @Nullable OutputStream chunks;

    Reply(HttpExchange exchange, SlowClients guard) {
        this.exchange = exchange;
        this.guard = guard;
        header("X-Content-Type-Options", "nosniff");
    }

    /** Begins an answer; forgets what was begun before. */
    Reply begin(int newStatus, String contentType) {
        if (isSent()) {
            throw new IllegalStateException("the answer is on its way: status=" + status);
        }
        status = newStatus;
        length = 0;
        header("Content-Type", contentType);
        return this;
    }

    /** Sets a header of the answer. */
    Reply header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
        return this;
    }

    /** Whether it is too late for another answer. */
    boolean isSent() {
        return chunks != null;
    }

    /** Whether all of it is sent. */
    boolean isFinished() {
        return finished;
    }

    /** Whether there is no body to be sent. */
    boolean isHead() {
        return exchange.getRequestMethod().equals("HEAD");
    }

    /** Answers with one text. */
    void text(int newStatus, String text) throws IOException {
        begin(newStatus, PLAIN).write(text.getBytes(StandardCharsets.UTF_8));
        finish();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        OutputStream out = chunks;
        if (out == null && length + count > KEPT_BYTES) {
            out = sendHead(wantsGzip());
        }
        if (out == null) {
            keep(bytes, offset, count);
        } else if (!isHead()) {
            guarded(out, bytes, offset, count);
        }
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (length + count > kept.length) {
            byte[] larger = new byte[KEPT_BYTES];
            System.arraycopy(kept, 0, larger, 0, length);
            kept = larger;
        }
        System.arraycopy(bytes, offset, kept, length, count);
        length += count;
    }

    private OutputStream sendHead(boolean gzip) throws IOException {
        SlowClients.Turn turn = guard.begin();
        try {
            exchange.sendResponseHeaders(status, isHead() ? -1 : 0);
            OutputStream body = exchange.getResponseBody();
            OutputStream out = gzip && !isHead() ? new GZIPOutputStream(body, 4 << 10) : body;
            chunks = out;
            if (!isHead()) {
                out.write(kept, 0, length);
            }
            kept = new byte[0];
            length = 0;
            return out;
        } finally {
            turn.end();
        }
    }

    private boolean wantsGzip() {
        Headers headers = exchange.getResponseHeaders();
        if (headers.containsKey("Content-Encoding")) {
            return false; // its bytes are that already
        }
        headers.set("Vary", "Accept-Encoding");
        boolean gzip = Encoding.takesGzip(Request.header(exchange, "Accept-Encoding"));
        if (gzip) {
            headers.set("Content-Encoding", "gzip");
        }
        return gzip;
    }

    private void guarded(OutputStream out, byte[] bytes, int offset, int count) throws IOException {
        SlowClients.Turn turn = guard.begin();
        try {
            out.write(bytes, offset, count);
        } finally {
            turn.end();
        }
    }

    /** Answers without a body. */
    void empty(int newStatus) throws IOException {
        status = newStatus;
        finished = true;
        exchange.getResponseHeaders().remove("Content-Type");
        chunks = OutputStream.nullOutputStream();
        exchange.sendResponseHeaders(status, -1);
    }

    /** Sends what is left. */
    void finish() throws IOException {
        finished = true;
        OutputStream out = chunks;
        if (out == null) {
            boolean gzip = length > 0 && wantsGzip();
            if (!gzip) {
                chunks = OutputStream.nullOutputStream();
                SlowClients.Turn turn = guard.begin();
                try {
                    sendWhole();
                } finally {
                    turn.end();
                }
                return;
            }
            out = sendHead(true);
        }
        SlowClients.Turn turn = guard.begin();
        try {
            out.close();
        } finally {
            turn.end();
        }
    }

    private void sendWhole() throws IOException {
        if (isHead()) {
            header("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(kept, 0, length);
        }
    }
}
