package dev.holdfast.benchmarks.compare;

import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** A store under comparison, over a directory of its own. One thread. */
interface Engine extends AutoCloseable {
    /** What it is, with its version. */
    String title();

    /** What its figures contain that others' do not. */
    String remark();

    /** Names the series; values come in this order. Called once, before anything else. */
    void begin(List<Labels> series) throws IOException;

    /**
     * Appends ticks of all series with one request, as durable as the engine is by default.
     *
     * @param values by tick, then by series
     */
    void append(long[] timesMs, double[][] values, int ticks) throws IOException;

    /** Appends a stretch of one series; the next stretches are of the others, and then of later times. */
    void appendSeries(int series, long[] timesMs, double[] values, int from, int to) throws IOException;

    /** Ends all work that was put off: flushes, merges, compactions. */
    void settle() throws IOException;

    /** Bytes at rest: data and index, without what is only a log of fixed size. Valid after {@link #settle}. */
    long sizeBytes() throws IOException;

    /** CPU time that the process of the engine has taken, seconds. */
    double cpuSeconds() throws IOException;

    /**
     * Asks a question over [fromMs, toMs), toMs being after the last sample. The answer is here when this returns; what it
     * gives is what it takes to compare it with others', such as reading its JSON.
     */
    Supplier<Question.Answer> ask(Question question, long fromMs, long toMs) throws IOException;

    /** Asks a PromQL query with its last step at or before a moment. As {@link #ask}; only of those who know PromQL. */
    default Supplier<Question.Answer> query(PromQlQuestion question, long startMs, long endMs) throws IOException {
        throw new UnsupportedOperationException(title() + " knows no PromQL");
    }

    /** Ends the engine, does something, starts it again. */
    void restart(IoAction meanwhile) throws IOException;

    @Override
    void close() throws IOException;

    /** What may fail for the disk's reasons. */
    interface IoAction {
        void run() throws IOException;
    }
}
