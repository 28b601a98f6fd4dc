package dev.holdfast.agent.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The page for a browser: files of the class path under {@code dev/holdfast/agent/page/} at {@code /}, those of the WebJar of
 * uPlot at {@code /lib/uplot/}. Read when they are asked for, so that nothing of them stays in memory. Any thread.
 */
final class StaticFiles {
    private static final String PAGE = "/dev/holdfast/agent/page";
    private static final String LIBRARY_PATH = "/lib/uplot/";
    private static final String LIBRARY = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final int NOT_MODIFIED = 304;

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    /** Whether a path is that of a file. */
    boolean has(String path) {
        return resource(path) != null && open(path) != null;
    }

    /** Answers with a file that is there. */
    void answer(String path, HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = read(path);
        String tag = tag(bytes);
        String file = path.endsWith("/") ? "/index.html" : path;
        reply.begin(200, TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "application/octet-stream"))
                .header("ETag", tag)
                .header("Cache-Control", "no-cache")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Frame-Options", "DENY")
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                                + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self';"
                                + " frame-ancestors 'none'");
        if (Request.header(exchange, "If-None-Match").contains(tag)) {
            reply.empty(NOT_MODIFIED);
            return;
        }
        reply.write(bytes, 0, bytes.length);
        reply.finish();
    }

    private static String tag(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        // With the length, since the sum alone is short; without quotes it would be no tag.
        return "\"" + Long.toHexString(checksum.getValue()) + "-" + Integer.toHexString(bytes.length) + "\"";
    }

    private byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            if (in == null) {
                throw new IOException("not there: " + path);
            }
            return in.readAllBytes();
        }
    }

    private static @Nullable InputStream open(String path) {
        String resource = resource(path);
        return resource == null ? null : StaticFiles.class.getResourceAsStream(resource);
    }

    /** Where a file lies, or null for a path that can be none: only plain names, none of which begins with a dot. */
    private static @Nullable String resource(String path) {
        String file = path.equals("/") ? "/index.html" : path;
        for (int i = 0; i < file.length(); i++) {
            char c = file.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean slash = c == '/' && (i == 0 || file.charAt(i - 1) != '/');
            boolean inner = (c == '.' || c == '-' || c == '_') && file.charAt(Math.max(0, i - 1)) != '/';
            if (!plain && !slash && !inner) {
                return null;
            }
        }
        boolean named = file.lastIndexOf('.') > file.lastIndexOf('/');
        if (!named || file.endsWith(".class")) {
            return null;
        }
        return file.startsWith(LIBRARY_PATH) ? LIBRARY + file.substring(LIBRARY_PATH.length()) : PAGE + file;
    }
}
