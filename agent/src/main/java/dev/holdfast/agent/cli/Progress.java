package dev.holdfast.agent.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line on a terminal that says how far long work is; nothing in a pipe. One thread. */
final class Progress extends FilterInputStream {
    private static final long INTERVAL_MS = 250;

    private final Console console;
    private final long totalBytes;
    private final LongSupplier count;
    private long readBytes;
    private long shownAtMs;

    /**
     * Watches a stream being read.
     *
     * @param totalBytes its length, or 0 when it is not known
     * @param count what has been made of it so far
     */
    Progress(InputStream in, Console console, long totalBytes, LongSupplier count) {
        super(in);
        this.console = console;
        this.totalBytes = totalBytes;
        this.count = count;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        advance(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int bytes = super.read(target, offset, length);
        advance(Math.max(0, bytes));
        return bytes;
    }

    /** Takes the line away. */
    void clear() {
        if (shownAtMs != 0) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }

    private void advance(long bytes) {
        readBytes += bytes;
        if (!console.terminal().errIsTerminal() || console.nowMs() - shownAtMs < INTERVAL_MS) {
            return;
        }
        shownAtMs = console.nowMs();
        String share = totalBytes > 0 ? String.format(Locale.ROOT, "%3d %%  ", readBytes * 100 / totalBytes) : "";
        console.err().print(String.format(Locale.ROOT, "\r\u001b[K%s%,d samples", share, count.getAsLong()));
        console.err().flush();
    }
}
