package dev.holdfast.storage.index;

import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Every string of an sstable once, sorted, so that labels are numbers. Immutable; any thread.
 *
 * <p>On disk each string is the number of characters that it shares with the one before, and the rest.
 */
public final class SymbolTable {
    private final String[] sorted;

    private SymbolTable(String[] sorted) {
        this.sorted = sorted;
    }

    /** A table of some strings. */
    public static SymbolTable of(Collection<String> strings) {
        return new SymbolTable(new TreeSet<>(strings).toArray(new String[0]));
    }

    /** Number of symbols. */
    public int size() {
        return sorted.length;
    }

    /** The string of a symbol in [0, {@link #size()}). */
    public String string(int symbol) {
        return sorted[symbol];
    }

    /** The symbol of a string, or -1. */
    public int symbol(String string) {
        int index = Arrays.binarySearch(sorted, string);
        return index < 0 ? -1 : index;
    }

    /** Writes the table. */
    public void encode(ByteWriter out) {
        out.uvarint(sorted.length);
        String before = "";
        for (String string : sorted) {
            int shared = sharedPrefix(before, string);
            out.uvarint(shared);
            out.string(string.substring(shared));
            before = string;
        }
    }

    private static int sharedPrefix(String a, String b) {
        int limit = Math.min(a.length(), b.length());
        int shared = 0;
        while (shared < limit && a.charAt(shared) == b.charAt(shared)) {
            shared++;
        }
        // A pair of surrogates must not be torn: each rest is stored as UTF-8.
        return shared > 0 && Character.isHighSurrogate(b.charAt(shared - 1)) ? shared - 1 : shared;
    }

    /** Reads a table. */
    public static SymbolTable decode(ByteReader in) throws CorruptionException {
        int count = in.count(in.remaining(), "symbol count");
        String[] sorted = new String[count];
        String before = "";
        for (int i = 0; i < count; i++) {
            int shared = in.count(before.length(), "shared prefix");
            sorted[i] = before.substring(0, shared) + in.string();
            if (i > 0 && before.compareTo(sorted[i]) >= 0) {
                throw in.wrong("symbol order", "symbol " + i + " is not after the one before");
            }
            before = sorted[i];
        }
        return new SymbolTable(sorted);
    }
}
