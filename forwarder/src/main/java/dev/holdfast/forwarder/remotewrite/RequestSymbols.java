package dev.holdfast.forwarder.remotewrite;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The strings of one 2.0 request, each once, numbered as they come; number 0 is the empty string.
 *
 * <p>A hash table with open addressing over arrays that are used again: a request of 500 series looks up some 6,000 strings,
 * most of them the same objects each time, and allocates nothing. One thread.
 */
final class RequestSymbols {
    private static final int FIELD_BYTES = CodedOutputStream.computeTagSize(RequestV2Format.REQUEST_SYMBOLS);

    private String[] strings = new String[256];
    private int[] slots = new int[512]; // number of a string, plus 1; at most half of them are filled
    private int size;
    private int encodedLength;

    RequestSymbols() {
        clear();
    }

    /** Forgets all strings but the empty one, and keeps the room. */
    void clear() {
        Arrays.fill(strings, 0, size, null);
        Arrays.fill(slots, 0);
        size = 0;
        encodedLength = 0;
        int unused = ref("");
    }

    /** The number of a string, which is added when it is new. */
    int ref(String string) {
        int slot = slotOf(string);
        if (slots[slot] > 0) {
            return slots[slot] - 1;
        }
        if (size == strings.length) {
            grow();
            slot = slotOf(string);
        }
        strings[size] = string;
        slots[slot] = size + 1;
        encodedLength += FIELD_BYTES + CodedOutputStream.computeStringSizeNoTag(string);
        return size++;
    }

    /** Number of strings. */
    int size() {
        return size;
    }

    /** What {@link #write} writes, bytes. */
    int encodedLength() {
        return encodedLength;
    }

    /** Writes the strings in the order of their numbers. */
    void write(CodedOutputStream out) throws IOException {
        for (int i = 0; i < size; i++) {
            out.writeString(RequestV2Format.REQUEST_SYMBOLS, strings[i]);
        }
    }

    /** Where a string is, or where it would be. */
    private int slotOf(String string) {
        int hash = string.hashCode() * 0x9E3779B9; // spreads names that differ in their last digit
        int slot = hash >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
        while (slots[slot] > 0 && !strings[slots[slot] - 1].equals(string)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        strings = Arrays.copyOf(strings, size * 2);
        slots = new int[size * 4];
        for (int i = 0; i < size; i++) {
            slots[slotOf(strings[i])] = i + 1;
        }
    }
}
