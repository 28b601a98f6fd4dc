package dev.holdfast.agent.sampling;

import java.io.IOException;

/**
 * Memory and swap: every line of {@code /proc/meminfo}, whatever the kernel's version. {@code Active(anon)} is
 * {@code node_memory_Active_anon_bytes}; a line without a unit is a count and has no suffix.
 */
final class MeminfoCollector implements Collector {
    private static final double BYTES_PER_KB = 1024;

    private final TextFile meminfo;
    private final LineScanner scanner = new LineScanner();
    private final RowTable fields = new RowTable(this::resolve);

    MeminfoCollector(HostFiles files) {
        meminfo = files.proc("meminfo");
    }

    @Override
    public String name() {
        return "meminfo";
    }

    private int[] resolve(SampleSink sink, String key) {
        String field = key.replace(":", "").replace('(', '_').replace(")", "");
        String unit = scanner.line().endsWith(" kB") ? "_bytes" : ""; // the line at hand
        return new int[] {sink.series("node_memory_" + field + unit)};
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!meminfo.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(meminfo);
        fields.begin();
        while (scanner.nextLine()) {
            if (!scanner.nextWord()) {
                continue;
            }
            int[] refs = fields.row(sink, scanner).refs();
            if (refs.length > 0 && scanner.nextWord()) {
                double value = scanner.number();
                sink.add(refs[0], scanner.nextWord() ? value * BYTES_PER_KB : value);
            }
        }
        fields.end();
        return true;
    }
}
