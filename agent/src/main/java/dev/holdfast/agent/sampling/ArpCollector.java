package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** ARP entries of each interface, from {@code /proc/net/arp}. Runs on a slow interval. */
final class ArpCollector implements Collector {
    private static final int WORDS_BEFORE_DEVICE = 5;

    private final TextFile arp;
    private final LineScanner scanner = new LineScanner();
    private final Map<String, Integer> refs = new TreeMap<>();

    ArpCollector(HostFiles files) {
        arp = files.proc("net/arp");
    }

    @Override
    public String name() {
        return "arp";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!arp.read(sink.timestampMs())) {
            return false;
        }
        Map<String, Integer> counts = new TreeMap<>();
        scanner.reset(arp).nextLine(); // the header
        while (scanner.nextLine()) {
            if (scanner.skipWords(WORDS_BEFORE_DEVICE) && scanner.nextWord()) {
                counts.merge(scanner.word(), 1, Integer::sum);
            }
        }
        refs.keySet().retainAll(counts.keySet());
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            int ref = refs.computeIfAbsent(count.getKey(), device -> sink.series("node_arp_entries", "device", device));
            sink.add(ref, count.getValue());
        }
        return true;
    }
}
