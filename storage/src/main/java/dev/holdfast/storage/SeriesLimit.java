package dev.holdfast.storage;

import dev.holdfast.storage.index.SeriesRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets new series into a registry as long as there is room, and their labels are of a sane size: a label that holds a
 * request id must not take the memory of the host. Series that are known always pass. Any thread.
 */
final class SeriesLimit {
    /** Labels of a series, its name among them. Real ones have some ten. */
    static final int MAX_LABELS = 64;

    /** UTF-8 bytes of a label's name. */
    static final int MAX_NAME_BYTES = 1 << 10;

    /** UTF-8 bytes of a label's value; PATH_MAX is a quarter. */
    static final int MAX_VALUE_BYTES = 16 << 10;

    private final SeriesRegistry registry;
    private volatile int maxSeries;
    private final AtomicLong refused = new AtomicLong();

    /**
     * Over a registry, of which the log may have filled a part already.
     *
     * @param maxSeries series in all, 0 for no limit
     */
    SeriesLimit(SeriesRegistry registry, int maxSeries) {
        this.registry = registry;
        this.maxSeries = maxSeries;
    }

    /** The ref of a series; see {@link Store#series}. */
    int ref(Labels labels) {
        int known = registry.find(labels);
        return known >= 0 ? known : admit(labels);
    }

    /** Another limit from now on; series that are known stay known. */
    void setMaxSeries(int value) {
        maxSeries = value;
    }

    private synchronized int admit(Labels labels) {
        int most = maxSeries;
        try {
            checkLabels(labels);
            if (most > 0 && registry.size() >= most && registry.find(labels) < 0) {
                throw SeriesLimitException.tooMany(labels, most);
            }
        } catch (SeriesLimitException e) {
            refused.incrementAndGet();
            throw e;
        }
        return registry.ref(labels);
    }

    /** How often a series was refused. */
    long refused() {
        return refused.get();
    }

    /**
     * Checks the size of labels.
     *
     * @throws SeriesLimitException that names what is too large
     */
    static void checkLabels(Labels labels) {
        if (labels.size() > MAX_LABELS) {
            throw SeriesLimitException.tooLarge(labels, labels.size() + " labels", MAX_LABELS, "labels");
        }
        for (int i = 0; i < labels.size(); i++) {
            int nameBytes = utf8Bytes(labels.name(i));
            if (nameBytes > MAX_NAME_BYTES) {
                throw SeriesLimitException.tooLarge(
                        labels, "a label name of " + nameBytes + " bytes", MAX_NAME_BYTES, "bytes");
            }
            int valueBytes = utf8Bytes(labels.value(i));
            if (valueBytes > MAX_VALUE_BYTES) {
                throw SeriesLimitException.tooLarge(
                        labels,
                        "a value of " + valueBytes + " bytes of label " + labels.name(i),
                        MAX_VALUE_BYTES,
                        "bytes");
            }
        }
    }

    private static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
