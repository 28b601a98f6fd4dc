package dev.holdfast.forwarder.testing;

import dev.holdfast.storage.Labels;
import dev.holdfast.storage.Ledger;
import dev.holdfast.storage.StoreView;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A store as the tests use it: in memory, or the real one. */
public interface TestStore extends AutoCloseable {
    /** Appends one tick. */
    void append(long timestampMs, List<Labels> series, long[] valueBits);

    /** Appends one sample. */
    default void append(Labels series, long timestampMs, long valueBits) {
        append(timestampMs, List.of(series), new long[] {valueBits});
    }

    /** What is read from. */
    StoreView view();

    /** The ledger of a name, made when it is new. */
    Ledger ledger(String name);

    /** Everything in it: series to time to bits. */
    Map<Labels, SortedMap<Long, Long>> contents();

    @Override
    void close();
}
