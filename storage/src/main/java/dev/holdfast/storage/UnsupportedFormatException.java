package dev.holdfast.storage;

import java.io.IOException;

/** A file of another version of Holdfast: sound, but not for this program. Never "corrupt". */
public final class UnsupportedFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Names the file, the version that it has and the versions that this program reads. */
    public UnsupportedFormatException(String file, int version, int oldest, int newest) {
        super(file + ": format version " + version + ", but this program reads versions " + oldest + " to " + newest
                + (version > newest
                        ? "; a newer holdfast wrote it: use that one, nothing here was changed"
                        : "; use an older holdfast"));
    }
}
