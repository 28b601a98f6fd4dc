package dev.holdfast.forwarder.upstream;

import java.util.Set;

/**
 * Headers that an operator may not set: those that the protocol fixes, those that HTTP itself owns, and
 * {@code Authorization}, which has options of its own that keep it out of sight.
 */
final class ReservedHeaders {
    /** What the protocols of remote write put before theirs. */
    private static final String REMOTE_WRITE = "x-prometheus-remote-write-";

    private static final Set<String> NAMES = Set.of(
            "content-encoding",
            "content-type",
            "user-agent",
            "retry-attempt",
            "authorization",
            "proxy-authorization",
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "date",
            "via",
            "origin",
            "access-control-request-headers",
            "access-control-request-method",
            "content-transfer-encoding");

    private ReservedHeaders() {}

    /** Whether a name in lower case is reserved. */
    static boolean contains(String lowerCaseName) {
        return NAMES.contains(lowerCaseName) || lowerCaseName.startsWith(REMOTE_WRITE);
    }
}
