package dev.holdfast.forwarder.exchange;

import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What one request revealed of secrets, so that it can be taken out of what comes back. One thread. */
final class Secrets {
    private static final int MESSAGE_CHARS_MAX = 200;

    private final List<String> revealed = new ArrayList<>(2);

    /** The value of a header; what cannot stand in one is refused before anything is sent. */
    String reveal(String header, Secret secret) throws IOException {
        String text = secret.reveal();
        revealed.add(text);
        if (!text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IOException("the value of the header " + header + " has characters that cannot be sent");
        }
        return text;
    }

    String reveal(Credentials credentials) throws IOException {
        String header = credentials.header();
        revealed.add(header);
        revealed.add(header.substring(header.indexOf(' ') + 1));
        return header;
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
