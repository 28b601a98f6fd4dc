package dev.holdfast.agent.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request, read whole. */
final class Request {
    /** The longest form, bytes. */
    static final int MAX_BODY_BYTES = 256 << 10;

    private final HttpExchange exchange;
    private final String path;
    private final Parameters parameters;

    private Request(HttpExchange exchange, String path, Parameters parameters) {
        this.exchange = exchange;
        this.path = path;
        this.parameters = parameters;
    }

    /**
     * Reads what a client sent.
     *
     * @throws ApiException when its parameters are none
     * @throws IOException when the client went away
     */
    static Request read(HttpExchange exchange) throws IOException {
        Parameters parameters = new Parameters();
        if (exchange.getRequestMethod().equals("POST")) {
            String type = header(exchange, "Content-Type").toLowerCase(Locale.ROOT);
            byte[] body = body(exchange.getRequestBody());
            if (type.isEmpty() || type.startsWith("application/x-www-form-urlencoded")) {
                parameters.add(new String(body, StandardCharsets.UTF_8));
            }
        }
        String query = exchange.getRequestURI().getRawQuery();
        if (query != null) {
            parameters.add(asSent(query));
        }
        return new Request(exchange, path(exchange), parameters);
    }

    private static byte[] body(InputStream in) throws IOException {
        byte[] body;
        try {
            body = in.readNBytes(MAX_BODY_BYTES + 1);
        } catch (IOException e) {
            throw ApiException.badData("error parsing form values: " + e.getMessage());
        }
        if (body.length > MAX_BODY_BYTES) {
            throw ApiException.badData(
                    "error parsing form values: the form is longer than " + MAX_BODY_BYTES + " bytes");
        }
        return body;
    }

    /** The path as it was sent; a URL may name its host too. Slashes at its beginning are one: a base that ends with one gives two. */
    static String path(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (uri.getScheme() == null && uri.getRawAuthority() != null) {
            path = '/' + uri.getRawAuthority() + path; // what begins with two slashes is read as a host
        }
        int first = 0;
        while (first < path.length() && path.charAt(first) == '/') {
            first++;
        }
        return '/' + asSent(path.substring(first));
    }

    /** Encodes what a client should have: each byte of a URL is given as a character. */
    private static String asSent(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Integer.toHexString(c & 0xff));
            }
        }
        return encoded.toString();
    }

    /**
     * Whom a client means: the host of a whole URL, else the header {@code Host}. Empty when the old protocol lets it be; null when
     * it is missing or there are several.
     */
    static @Nullable String host(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        if (uri.getScheme() != null && uri.getRawAuthority() != null) {
            return uri.getRawAuthority();
        }
        List<String> given = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (given.isEmpty() && exchange.getProtocol().equals("HTTP/1.0")) {
            return "";
        }
        return given.size() == 1 ? given.get(0) : null;
    }

    /** A header's first value, or the empty string. */
    static String header(HttpExchange exchange, String name) {
        @Nullable String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    String header(String name) {
        return header(exchange, name);
    }

    String path() {
        return path;
    }

    Parameters parameters() {
        return parameters;
    }
}
