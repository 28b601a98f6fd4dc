package dev.holdfast.agent.api;

import dev.holdfast.forwarder.upstream.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may ask: whoever shows the credentials, or everybody when there are none. Any thread. */
final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    private final @Nullable Credentials credentials;
    private volatile boolean broken;

    Access(@Nullable Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Whether the value of an {@code Authorization} header is that of the credentials. Takes as long whatever it differs in. A
     * secret in a file is read each time; while it cannot be read nobody is let in.
     */
    boolean allows(String header) {
        Credentials known = credentials;
        if (known == null) {
            return true;
        }
        String wanted;
        try {
            wanted = known.header();
        } catch (IOException e) {
            if (!broken) {
                LOG.error("api: nobody is let in: {}", e.getMessage());
            }
            broken = true;
            return false;
        }
        broken = false;
        int wantedBlank = wanted.indexOf(' ');
        int blank = header.indexOf(' ');
        // The word before the blank is no secret, and its case does not count (RFC 9110, section 11.1).
        boolean scheme = blank == wantedBlank && header.regionMatches(true, 0, wanted, 0, wantedBlank);
        byte[] shown = header.substring(Math.max(0, blank + 1)).strip().getBytes(StandardCharsets.UTF_8);
        byte[] secret = wanted.substring(wantedBlank + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(shown, secret) && scheme;
    }

    /** What a client is told that showed nothing, or something else. */
    String challenge() {
        if (credentials instanceof Credentials.Authorization header) {
            return header.type() + " realm=\"holdfast\"";
        }
        return "Basic realm=\"holdfast\", charset=\"UTF-8\"";
    }
}
