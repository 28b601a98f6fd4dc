package dev.holdfast.agent.sampling;

import java.io.IOException;

/**
 * Counters of the network protocols, from {@code /proc/net/snmp}, {@code netstat} and {@code snmp6}: the fields that
 * node_exporter takes by default.
 *
 * <p>The first two files have pairs of lines, one of names and one of values. The whole line of names is the key of a
 * row, so that its names are looked at once in the life of a kernel.
 */
final class NetstatCollector implements Collector {
    private static final int NOT_WANTED = -1;
    private static final int[] NONE = {};

    private final TextFile[] pairs;
    private final TextFile snmp6;
    private final LineScanner scanner = new LineScanner();
    private final RowTable headers = new RowTable(NetstatCollector::resolveHeader);
    private final RowTable fields = new RowTable(NetstatCollector::resolveField);

    NetstatCollector(HostFiles files) {
        pairs = new TextFile[] {files.proc("net/netstat"), files.proc("net/snmp")};
        snmp6 = files.proc("net/snmp6");
    }

    @Override
    public String name() {
        return "netstat";
    }

    private static int[] resolveHeader(SampleSink sink, String line) {
        int colon = line.indexOf(':');
        String protocol = line.substring(0, colon);
        String[] names = line.substring(colon + 1).trim().split(" ", -1);
        int[] refs = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            String field = protocol + '_' + names[i];
            refs[i] = isWanted(field) ? sink.series("node_netstat_" + field) : NOT_WANTED;
        }
        return refs;
    }

    private static int[] resolveField(SampleSink sink, String key) {
        // Ip6InReceives is InReceives of Ip6.
        int six = key.indexOf('6');
        String field = six < 0 ? key : key.substring(0, six + 1) + '_' + key.substring(six + 1);
        return isWanted(field) ? new int[] {sink.series("node_netstat_" + field)} : NONE;
    }

    /** node_exporter's default filter, spelt out. */
    static boolean isWanted(String field) {
        int underscore = field.indexOf('_');
        String protocol = underscore < 0 ? "" : field.substring(0, underscore);
        String name = field.substring(underscore + 1);
        if (field.endsWith("_InErrors") || field.endsWith("_InErrs")) {
            return true;
        }
        return switch (protocol) {
            case "Ip" -> name.equals("Forwarding");
            case "Ip6", "IpExt" -> name.equals("InOctets") || name.equals("OutOctets");
            case "Icmp", "Icmp6" -> name.equals("InMsgs") || name.equals("OutMsgs");
            case "TcpExt" ->
                name.startsWith("Listen")
                        || name.startsWith("Syncookies")
                        || name.equals("TCPSynRetrans")
                        || name.equals("TCPTimeouts")
                        || name.equals("TCPOFOQueue")
                        || name.equals("TCPRcvQDrop");
            case "Tcp" ->
                switch (name) {
                    case "ActiveOpens", "InSegs", "OutSegs", "OutRsts", "PassiveOpens", "RetransSegs", "CurrEstab" ->
                        true;
                    default -> false;
                };
            case "Udp", "Udp6" ->
                switch (name) {
                    case "InDatagrams", "OutDatagrams", "NoPorts", "RcvbufErrors", "SndbufErrors" -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        boolean any = false;
        headers.begin();
        for (TextFile file : pairs) {
            if (file.read(sink.timestampMs())) {
                any = true;
                collectPairs(sink, file);
            }
        }
        headers.end();
        fields.begin();
        if (snmp6.read(sink.timestampMs())) {
            any = true;
            collectFields(sink);
        }
        fields.end();
        return any;
    }

    private void collectPairs(SampleSink sink, TextFile file) throws IOException {
        scanner.reset(file);
        while (scanner.nextLine() && scanner.lastIndexOf(':') > 0) {
            int[] refs = headers.row(sink, scanner.text(), scanner.lineStart(), scanner.lineEnd())
                    .refs();
            if (!scanner.nextLine()) {
                throw new IOException(file.path() + ": a line of names without values");
            }
            scanner.nextWord(); // the protocol again
            for (int i = 0; i < refs.length && scanner.nextWord(); i++) {
                if (refs[i] != NOT_WANTED) {
                    sink.add(refs[i], scanner.number());
                }
            }
        }
    }

    private void collectFields(SampleSink sink) throws IOException {
        scanner.reset(snmp6);
        while (scanner.nextLine()) {
            if (scanner.nextWord()) {
                int[] refs = fields.row(sink, scanner).refs();
                if (refs.length > 0 && scanner.nextWord()) {
                    sink.add(refs[0], scanner.number());
                }
            }
        }
    }
}
