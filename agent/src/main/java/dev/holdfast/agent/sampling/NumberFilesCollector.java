package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Files that hold one number each: entropy, tracked connections, hung tasks. */
final class NumberFilesCollector implements Collector {
    private final String name;
    private final TextFile[] files;
    private final FixedSeries series;
    private final LineScanner scanner = new LineScanner();

    private NumberFilesCollector(String name, TextFile[] files, FixedSeries series) {
        this.name = name;
        this.files = files;
        this.series = series;
    }

    /** The kernel's pool of entropy. */
    static Collector entropy(HostFiles files) {
        return new NumberFilesCollector(
                "entropy",
                new TextFile[] {files.proc("sys/kernel/random/entropy_avail"), files.proc("sys/kernel/random/poolsize")
                },
                new FixedSeries("node_entropy_available_bits", "node_entropy_pool_size_bits"));
    }

    /** Connections that the firewall tracks. */
    static Collector conntrack(HostFiles files) {
        return new NumberFilesCollector(
                "conntrack",
                new TextFile[] {
                    files.proc("sys/net/netfilter/nf_conntrack_count"), files.proc("sys/net/netfilter/nf_conntrack_max")
                },
                new FixedSeries("node_nf_conntrack_entries", "node_nf_conntrack_entries_limit"));
    }

    /** Tasks that the kernel found hung. */
    static Collector kernelHung(HostFiles files) {
        return new NumberFilesCollector(
                "kernel_hung",
                new TextFile[] {files.proc("sys/kernel/hung_task_detect_count")},
                new FixedSeries("node_kernel_hung_tasks_total"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        boolean any = false;
        for (int i = 0; i < files.length; i++) {
            if (files[i].read(sink.timestampMs()) && scanner.reset(files[i]).nextLine() && scanner.nextWord()) {
                series.add(sink, i, scanner.number());
                any = true;
            }
        }
        return any;
    }
}
