package dev.holdfast.agent.sampling;

import java.io.IOException;

/** Open file handles and their limit, from {@code /proc/sys/fs/file-nr}. */
final class FilefdCollector implements Collector {
    private final TextFile fileNr;
    private final LineScanner scanner = new LineScanner();
    private final FixedSeries series = new FixedSeries("node_filefd_allocated", "node_filefd_maximum");

    FilefdCollector(HostFiles files) {
        fileNr = files.proc("sys/fs/file-nr");
    }

    @Override
    public String name() {
        return "filefd";
    }

    @Override
    public boolean collect(SampleSink sink) throws IOException {
        if (!fileNr.read(sink.timestampMs())) {
            return false;
        }
        scanner.reset(fileNr).nextLine();
        scanner.nextWord();
        series.add(sink, 0, scanner.number());
        scanner.skipWords(2); // the one between is always 0
        series.add(sink, 1, scanner.number());
        return true;
    }
}
