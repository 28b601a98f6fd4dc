package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Traffic of each network interface, from {@code /proc/net/dev}. */
final class NetdevCollector implements Collector {
    /** The columns in order, less {@code node_network_} and {@code _total}. */
    private static final String[] COLUMNS = {
        "receive_bytes",
        "receive_packets",
        "receive_errs",
        "receive_drop",
        "receive_fifo",
        "receive_frame",
        "receive_compressed",
        "receive_multicast",
        "transmit_bytes",
        "transmit_packets",
        "transmit_errs",
        "transmit_drop",
        "transmit_fifo",
        "transmit_colls",
        "transmit_carrier",
        "transmit_compressed"
    };

    private static final int HEADER_LINES = 2;

    private final TextFile netdev;
    private final LineScanner scanner = new LineScanner();
    private final RowTable interfaces = new RowTable(NetdevCollector::resolve);

    NetdevCollector(HostFiles files) {
        netdev = files.proc("net/dev");
    }

    @Override
    public String name() {
        return "netdev";
    }

    private static int[] resolve(SampleSink sink, String device) {
        int[] refs = new int[COLUMNS.length];
        for (int i = 0; i < COLUMNS.length; i++) {
            refs[i] = sink.series("node_network_" + COLUMNS[i] + "_total", "device", device);
        }
        return refs;
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!netdev.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(netdev);
        interfaces.begin();
        for (int line = 0; scanner.nextLine(); line++) {
            int colon = scanner.lastIndexOf(':');
            if (line < HEADER_LINES || colon < 0) {
                continue;
            }
            scanner.nextWord(); // the name with its colon, and in old kernels the first number
            int[] refs = interfaces
                    .row(sink, scanner.text(), scanner.wordStart(), colon)
                    .refs();
            scanner.moveTo(colon + 1);
            for (int i = 0; i < refs.length && scanner.nextWord(); i++) {
                sink.add(refs[i], scanner.number());
            }
        }
        interfaces.end();
        return true;
    }
}
