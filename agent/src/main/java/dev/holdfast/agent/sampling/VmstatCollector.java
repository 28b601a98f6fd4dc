package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Paging, swapping and faults, from {@code /proc/vmstat}: the fields that node_exporter takes by default. */
final class VmstatCollector implements Collector {
    private static final int[] NOT_WANTED = {};

    private final TextFile vmstat;
    private final LineScanner scanner = new LineScanner();
    private final RowTable fields = new RowTable(VmstatCollector::resolve);

    VmstatCollector(HostFiles files) {
        vmstat = files.proc("vmstat");
    }

    @Override
    public String name() {
        return "vmstat";
    }

    private static int[] resolve(SampleSink sink, String key) {
        return isWanted(key) ? new int[] {sink.series("node_vmstat_" + key)} : NOT_WANTED;
    }

    /** The default filter, {@code ^(oom_kill|pgpg|pswp|pg.*fault).*}, without the cost of a regular expression. */
    static boolean isWanted(String field) {
        return field.startsWith("oom_kill")
                || field.startsWith("pgpg")
                || field.startsWith("pswp")
                || (field.startsWith("pg") && field.indexOf("fault", 2) >= 0);
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!vmstat.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(vmstat);
        fields.begin();
        while (scanner.nextLine()) {
            if (scanner.nextWord()) {
                int[] refs = fields.row(sink, scanner).refs();
                if (refs.length > 0 && scanner.nextWord()) {
                    sink.add(refs[0], scanner.number());
                }
            }
        }
        fields.end();
        return true;
    }
}
