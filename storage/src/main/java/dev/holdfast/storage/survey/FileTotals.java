package dev.holdfast.storage.survey;

/**
 * Files of one kind.
 *
 * @param count how many
 * @param bytes their size, preallocated room included
 */
public record FileTotals(int count, long bytes) {
    /** None. */
    public static final FileTotals NONE = new FileTotals(0, 0);

    FileTotals plus(FileTotals other) {
        return new FileTotals(count + other.count, bytes + other.bytes);
    }
}
