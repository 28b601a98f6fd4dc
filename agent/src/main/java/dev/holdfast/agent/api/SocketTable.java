package dev.holdfast.agent.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The TCP connections of this host as Linux lists them, at one moment. The JDK's server does not notice that a client has gone
 * before it writes to it; the kernel knows. Empty elsewhere, and where the list is too long to be worth it. Immutable.
 */
final class SocketTable {
    private static final int MAX_BYTES = 1 << 20;
    private static final String ESTABLISHED = "01";

    private final Map<String, String> states;
    private final boolean whole;

    private SocketTable(Map<String, String> states, boolean whole) {
        this.states = states;
        this.whole = whole;
    }

    /** The connections now; {@code directory} is {@code /proc/net}. */
    static SocketTable read(Path directory) {
        Map<String, String> states = new HashMap<>();
        boolean four = add(directory.resolve("tcp"), states);
        boolean six = add(directory.resolve("tcp6"), states);
        return new SocketTable(states, four && six);
    }

    /** Lines of a number, our address, theirs, and the state; addresses in hexadecimal. */
    private static boolean add(Path file, Map<String, String> states) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n", -1);
            for (int i = 1; i < lines.length; i++) {
                String[] columns = lines[i].strip().split(" +", 5);
                if (columns.length == 5) {
                    states.put(port(columns[1]) + " " + columns[2], columns[3]);
                }
            }
            return bytes.length < MAX_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private static String port(String address) {
        return address.substring(address.indexOf(':') + 1);
    }

    /** Whether a client has closed its side, as far as can be told. */
    boolean isGone(InetSocketAddress ours, InetSocketAddress theirs) {
        String port = String.format(Locale.ROOT, "%04X", ours.getPort());
        byte[] bytes = theirs.getAddress().getAddress();
        String suffix = String.format(Locale.ROOT, ":%04X", theirs.getPort());
        String state = states.get(port + " " + hex(bytes) + suffix);
        if (state == null && bytes.length == 4) {
            // On a socket for both families an address of the older one is written as one of the newer.
            state = states.get(port + " " + "0000000000000000FFFF0000" + hex(bytes) + suffix);
        }
        return state == null ? whole : !state.equals(ESTABLISHED);
    }

    /** By words of four bytes, each as the processor has it. */
    private static String hex(byte[] address) {
        boolean little = java.nio.ByteOrder.nativeOrder().equals(java.nio.ByteOrder.LITTLE_ENDIAN);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < address.length; i++) {
            int at = little ? (i & ~3) + 3 - (i & 3) : i;
            out.append(String.format(Locale.ROOT, "%02X", address[at] & 0xff));
        }
        return out.toString();
    }
}
