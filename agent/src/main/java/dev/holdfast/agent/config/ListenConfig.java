package dev.holdfast.agent.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address to listen on: {@code 127.0.0.1:9469}, {@code [::1]:9469}, {@code :9469} for every address.
 *
 * @param host an address or a name; empty for every address
 * @param port 0 for any that is free
 */
public record ListenConfig(String host, int port) {
    /** The port of the API. */
    public static final ListenConfig DEFAULT = new ListenConfig("127.0.0.1", 9469);

    private static final String OFF = "off";
    private static final int MAX_PORT = 65_535;

    /** What a text means; null for {@code off}. */
    static @Nullable ListenConfig parse(String text) {
        if (text.isEmpty() || text.equals(OFF)) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bare = host.indexOf(':') >= 0 && !bracketed;
        if (colon < 0 || bare || (bracketed && !host.endsWith("]"))) {
            throw new IllegalArgumentException("\"" + text + "\" is not an address and a port: write it like"
                    + " 127.0.0.1:9469, [::1]:9469, :9469 for every address, or off");
        }
        return new ListenConfig(
                bracketed ? host.substring(1, host.length() - 1) : host, port(text.substring(colon + 1)));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a port: write a number up to " + MAX_PORT, e);
        }
        throw new IllegalArgumentException(text + " is not a port: write a number up to " + MAX_PORT);
    }

    /** Whether only programs on this host can connect. */
    boolean isLoopback() {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.matches("127(\\.[0-9]+){3}") || name.equals("::1");
    }

    /** As the file has it; {@code off} for null. */
    static String text(@Nullable ListenConfig listen) {
        return listen == null ? OFF : listen.toString();
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
