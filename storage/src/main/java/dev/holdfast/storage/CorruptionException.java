package dev.holdfast.storage;

import java.io.IOException;

/** Bytes on disk are not what was written: which file, where, what was expected. Never used for another version. */
public final class CorruptionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;
    private final String what;

    /**
     * Made where all four are known.
     *
     * @param file name of the file in the data directory
     * @param offset byte offset in the file, or -1 when the whole file is meant
     * @param what what was read wrongly, for example "block checksum"
     * @param detail expected and actual, for example "expected 1a2b, found 0000"
     */
    public CorruptionException(String file, long offset, String what, String detail) {
        super(file + (offset < 0 ? "" : " at byte " + offset) + ": " + what + ": " + detail);
        this.file = file;
        this.offset = offset;
        this.what = what + ": " + detail;
    }

    private CorruptionException(CorruptionException cause, long offset) {
        super(cause.file + " at byte " + offset + ": " + cause.what, cause);
        this.file = cause.file;
        this.offset = offset;
        this.what = cause.what;
    }

    /** The same at an offset that was not known where it was thrown. */
    public CorruptionException at(long knownOffset) {
        return new CorruptionException(this, knownOffset);
    }

    /** The damage without the stack. */
    public Damage damage() {
        return new Damage(file, offset, what);
    }
}
