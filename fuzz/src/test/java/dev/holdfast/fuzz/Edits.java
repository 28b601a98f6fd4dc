package dev.holdfast.fuzz;

/**
 * An input as changes of bytes: triples of a place (two bytes, low first) and what the byte there becomes. Gives a fuzzer
 * a whole file to start from without having to find its form.
 */
final class Edits {
    private Edits() {}

    /** Applies the triples of an input from an index on; places wrap. */
    static void apply(byte[] input, int from, byte[] to) {
        for (int i = from; i + 2 < input.length && to.length > 0; i += 3) {
            int place = ((input[i] & 0xff) | (input[i + 1] & 0xff) << 8) % to.length;
            to[place] = input[i + 2];
        }
    }
}
