package dev.holdfast.storage;

/**
 * Something in a data directory that is not as it should be, or is worth a remark: where, what it costs, and what was done.
 *
 * @param file name of the file in the data directory
 * @param offset byte offset in the file, of the frame or record that is wrong; -1 when the whole file is meant
 * @param what what was found, one line
 * @param loss what it costs
 * @param done what a repair did about it, one line; empty when nothing was done
 */
public record Finding(String file, long offset, String what, Loss loss, String done) {
    /** Found, and nothing done. */
    public Finding(Damage damage, Loss loss) {
        this(damage.file(), damage.offset(), damage.what(), loss, "");
    }

    /** About a whole file, which costs nothing. */
    public static Finding of(String file, String what) {
        return new Finding(file, -1, what, Loss.NONE, "");
    }

    /** The same, and what was done about it. */
    public Finding withDone(String deed) {
        return new Finding(file, offset, what, loss, deed);
    }

    @Override
    public String toString() {
        String cost = loss.isAny() ? "; " + loss : "";
        return new Damage(file, offset, what) + cost + (done.isEmpty() ? "" : "; " + done);
    }
}
