package dev.holdfast.storage;

/**
 * A named loss: something on disk that could not be read, and what that costs.
 *
 * @param file name of the file in the data directory
 * @param offset byte offset of the damage, or -1 when the whole file is meant
 * @param what what was found and what is lost by it, one line
 */
public record Damage(String file, long offset, String what) {
    @Override
    public String toString() {
        return offset < 0 ? file + ": " + what : file + " at byte " + offset + ": " + what;
    }
}
