package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.util.Arrays;

/**
 * Sockets in use, from {@code /proc/net/sockstat} and {@code sockstat6}. Memory is in pages there, and given in bytes
 * too.
 */
final class SockstatCollector implements Collector {
    private final TextFile[] sources;
    private final double pageBytes;
    private final LineScanner scanner = new LineScanner();
    private final RowTable fields = new RowTable(SockstatCollector::resolve);
    private byte[] key = new byte[64];

    SockstatCollector(HostFiles files, long pageBytes) {
        sources = new TextFile[] {files.proc("net/sockstat"), files.proc("net/sockstat6")};
        this.pageBytes = pageBytes;
    }

    @Override
    public String name() {
        return "sockstat";
    }

    private static int[] resolve(SampleSink sink, String field) {
        int ref = sink.series("node_sockstat_" + field);
        return field.endsWith("_mem")
                ? new int[] {ref, sink.series("node_sockstat_" + field + "_bytes")}
                : new int[] {ref};
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        boolean any = false;
        fields.begin();
        for (TextFile source : sources) {
            if (source.read(sink.timestampMs())) {
                any = true;
                scanner.reset(source);
                while (scanner.nextLine()) {
                    collectLine(sink);
                }
            }
        }
        fields.end();
        return any;
    }

    /** A line is the protocol and a colon, then names and values in turn; the key of a row is protocol_name. */
    private void collectLine(SampleSink sink) throws IOException {
        if (!scanner.nextWord()) {
            return;
        }
        int protocolLength = scanner.wordEnd() - scanner.wordStart();
        room(protocolLength);
        System.arraycopy(scanner.text(), scanner.wordStart(), key, 0, protocolLength);
        key[protocolLength - 1] = '_'; // in the place of the colon
        while (scanner.nextWord()) {
            int nameLength = scanner.wordEnd() - scanner.wordStart();
            room(protocolLength + nameLength);
            System.arraycopy(scanner.text(), scanner.wordStart(), key, protocolLength, nameLength);
            int[] refs = fields.row(sink, key, 0, protocolLength + nameLength).refs();
            if (!scanner.nextWord()) {
                return;
            }
            if (refs.length > 0) {
                double value = scanner.number();
                sink.add(refs[0], value);
                if (refs.length > 1) {
                    sink.add(refs[1], value * pageBytes);
                }
            }
        }
    }

    private void room(int length) {
        if (key.length < length) {
            key = Arrays.copyOf(key, length * 2);
        }
    }
}
