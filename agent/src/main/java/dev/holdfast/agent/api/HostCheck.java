package dev.holdfast.agent.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is meant for us, by its {@code Host}. A page of somebody else's can have its own name point to this address
 * and then ask us in the name of whoever looks at it (DNS rebinding): only names that are ours are answered. Immutable.
 */
final class HostCheck {
    /** Up to four numbers; any others Java takes for a name, and asks a name server for it. */
    private static final Pattern FOUR =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){1,4}");

    private final InetSocketAddress listening;
    private final List<String> allowed;

    /**
     * A check.
     *
     * @param listening what is listened on, by the name that it was given
     * @param allowed further names; {@code *.example} stands for all below it, {@code *} for any
     */
    HostCheck(InetSocketAddress listening, List<String> allowed) {
        this.listening = listening;
        this.allowed =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether a header's value names us. An empty one is no browser's. */
    boolean allows(String header) {
        if (header.isEmpty()) {
            return true;
        }
        String host = host(header.strip().toLowerCase(Locale.ROOT));
        InetAddress address = address(host);
        return isLoopback(host, address) || isListening(host, address) || isNamed(host);
    }

    /** Without port, brackets and the dot at the end of a full name. */
    private static String host(String header) {
        if (header.startsWith("[")) {
            int end = header.indexOf(']');
            return end < 0 ? "" : header.substring(1, end);
        }
        int colon = header.indexOf(':');
        String host = colon >= 0 && colon == header.lastIndexOf(':') ? header.substring(0, colon) : header;
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean isLoopback(String host, @Nullable InetAddress address) {
        boolean named = host.equals("localhost") || host.endsWith(".localhost");
        return named || (address != null && address.isLoopbackAddress());
    }

    /** Names are what can be rebound, addresses are not: where every address is listened on, each may be ours. */
    private boolean isListening(String host, @Nullable InetAddress address) {
        if (address == null) {
            return host.equalsIgnoreCase(listening.getHostString());
        }
        return listening.getAddress().isAnyLocalAddress()
                || listening.getAddress().equals(address);
    }

    private boolean isNamed(String host) {
        for (String name : allowed) {
            boolean below = name.startsWith("*.") && host.endsWith(name.substring(1));
            if (name.equals("*") || name.equals(host) || below) {
                return true;
            }
        }
        return false;
    }

    /** The address that a text is; null for a name, and for what is neither. Nothing is looked up. */
    private static @Nullable InetAddress address(String host) {
        boolean six = host.indexOf(':') >= 0;
        if (!six && !FOUR.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(six ? '[' + host + ']' : host); // in brackets it is never taken for a name
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
