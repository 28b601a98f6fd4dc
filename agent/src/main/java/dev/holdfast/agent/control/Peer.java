package dev.holdfast.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as the kernel noted it when the connection was made: no client can say otherwise.
 *
 * @param name the user's name, or number where it has none
 * @param mayChange whether it is the agent's own user, or root
 */
record Peer(String name, boolean mayChange) {
    /** A principal is looked up by name, and a number that is no name is the number of a user. */
    private static final String ROOT = "0";

    /** Whether this system tells who a client is. */
    static boolean canBeTold() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED);
        }
    }

    /**
     * The client of a connection.
     *
     * @param agent the agent's user; null where nobody can be told apart, and the socket's mode keeps others out
     * @param root what {@link #root} said; null likewise
     */
    static Peer of(SocketChannel client, @Nullable UserPrincipal agent, @Nullable UserPrincipal root)
            throws IOException {
        if (agent == null || root == null) {
            return new Peer("?", true);
        }
        UnixDomainPrincipal principal = client.getOption(ExtendedSocketOptions.SO_PEERCRED);
        // By number, not by name: so these principals compare.
        UserPrincipal user = principal.user();
        return new Peer(user.getName(), user.equals(root) || user.equals(agent));
    }

    /** Root. Asked once, not for every client: who is asked for names may be a server on a network that is down. */
    static UserPrincipal root() throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(ROOT);
    }
}
