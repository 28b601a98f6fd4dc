package dev.holdfast.forwarder.upstream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How requests identify themselves: the value of the {@code Authorization} header. Immutable; any thread. */
public sealed interface Credentials {
    /**
     * The header's value, made anew for every request.
     *
     * @throws IOException when the secret's file cannot be read; nothing may be sent then
     */
    String header() throws IOException;

    /**
     * User name and password.
     *
     * @param username without a colon
     * @param password as such or in a file
     */
    record Basic(String username, Secret password) implements Credentials {
        /** Checks the name. */
        public Basic {
            if (username.indexOf(':') >= 0 || username.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a user name has no colon and no control characters");
            }
        }

        @Override
        public String header() throws IOException {
            byte[] pair = (username + ':' + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }

    /**
     * A type and what goes with it, mostly {@code Bearer} and a token.
     *
     * @param type a word
     * @param credentials as such or in a file
     */
    record Authorization(String type, Secret credentials) implements Credentials {
        /** Checks the type. */
        public Authorization {
            if (type.isEmpty() || !type.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("an authorization type is one word: type=" + type);
            }
        }

        @Override
        public String header() throws IOException {
            return type + ' ' + credentials.reveal();
        }
    }

    /** A bearer token. */
    static Credentials bearer(Secret token) {
        return new Authorization("Bearer", token);
    }
}
