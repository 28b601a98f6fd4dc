package dev.holdfast.agent.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is meant for us, by its {@code Host}. A page of somebody else's can have its own name point to this address
 * and then ask us in the name of whoever looks at it (DNS rebinding): only names that are ours are answered. Immutable.
 */
final class HostCheck {
    private final InetSocketAddress listening;
    private final List<String> allowed;

    /**
     * A check.
     *
     * @param listening the address that is listened on
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
        return isLoopback(host) || isListening(host) || isNamed(host);
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

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || isLoopbackAddress(host);
    }

    /** Names are what can be rebound, addresses are not: where every address is listened on, each may be ours. */
    private boolean isListening(String host) {
        InetAddress address = listening.getAddress();
        if (!isAddress(host)) {
            return host.equalsIgnoreCase(listening.getHostString());
        }
        return address.isAnyLocalAddress() || address.equals(parse(host));
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

    private static boolean isLoopbackAddress(String host) {
        InetAddress address = isAddress(host) ? parse(host) : null;
        return address != null && address.isLoopbackAddress();
    }

    /** Whether a text is an address and no name: nothing is looked up for it. */
    private static boolean isAddress(String host) {
        boolean four = !host.isEmpty() && host.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
        return four || host.indexOf(':') >= 0;
    }

    private static @Nullable InetAddress parse(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
