package dev.holdfast.fuzz;

import java.io.IOException;
import java.util.List;

/**
 * Something that reads bytes, and what must hold whatever they are: no exception but those that say that the bytes are
 * wrong, no more memory than the input asks for, and what was read can be written and read again.
 */
public interface FuzzTarget {
    /** Reads the bytes and checks; throws for what must not be. */
    void run(byte[] input) throws IOException;

    /** Inputs that are what is expected, for a fuzzer to begin with. */
    List<byte[]> seeds() throws IOException;
}
