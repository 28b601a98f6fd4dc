package dev.holdfast.forwarder.exchange;

import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What one request revealed of secrets, so that it can be taken out of what comes back. One thread. */
final class Secrets {
    private static final int MESSAGE_CHARS_MAX = 200;
    private static final int SECRET_CHARS_MIN = 4;

    private final List<String> revealed = new ArrayList<>(4);

    /** Knows the query of the URL for a start, which may hold a token. */
    Secrets(URI url) {
        String query = url.getRawQuery();
        if (query != null && !query.isEmpty()) {
            add(query);
            for (String parameter : query.split("&", -1)) {
                String value = parameter.substring(parameter.indexOf('=') + 1);
                add(value);
                add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
    }

    /** The value of a header; what cannot stand in one is refused before anything is sent. */
    String reveal(String header, Secret secret) throws IOException {
        String text = secret.reveal();
        add(text);
        if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IOException("the value of the header " + header + " has characters that cannot be sent");
        }
        return text;
    }

    /** The value of the header {@code Authorization}. */
    String reveal(Credentials credentials) throws IOException {
        String header = credentials.header();
        revealed.add(header);
        revealed.add(header.substring(header.indexOf(' ') + 1));
        if (!header.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IOException("the credentials have characters that cannot be sent");
        }
        if (credentials instanceof Credentials.Basic basic) {
            add(basic.password().reveal()); // an upstream may quote what it has decoded
        }
        return header;
    }

    /** A very short one is left: without it a text would be a riddle, with it nobody gets in. */
    private void add(String secret) {
        if (secret.length() >= SECRET_CHARS_MIN) {
            revealed.add(secret);
        }
    }

    /** Takes the secrets out of a text that came from outside, since an upstream may quote what it was sent; one line. */
    String mask(String text) {
        String masked = text;
        for (String secret : revealed) {
            masked = masked.replace(secret, "<secret>");
        }
        String line = AnswerText.oneLine(masked, MESSAGE_CHARS_MAX);
        return line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
    }
}
