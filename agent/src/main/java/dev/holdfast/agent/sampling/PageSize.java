package dev.holdfast.agent.sampling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The size of a page of memory, which some files of the kernel count in. */
final class PageSize {
    private static final long USUAL_BYTES = 4096;
    private static final long KEY_PAGE_SIZE = 6; // AT_PAGESZ of elf.h
    private static final int PAIR_BYTES = 16;

    private PageSize() {}

    /** From the auxiliary vector that the kernel gave this process: pairs of a key and a value, 64 bits each. */
    static long read(HostPaths paths) {
        Path auxv = paths.procfs().resolve("self/auxv");
        try {
            ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(auxv)).order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= PAIR_BYTES) {
                long key = pairs.getLong();
                long value = pairs.getLong();
                if (key == KEY_PAGE_SIZE && Long.bitCount(value) == 1) {
                    return value;
                }
            }
        } catch (IOException e) {
            return USUAL_BYTES;
        }
        return USUAL_BYTES;
    }
}
