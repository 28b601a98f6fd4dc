package dev.holdfast.agent.sampling;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small files and directories as strings, for collectors that run once in a while. */
final class SmallFile {
    private static final int MAX_BYTES = 64 << 10;

    private SmallFile() {}

    /** The content without blanks at its ends; empty when there is no such file or it cannot be read. */
    static String read(Path path) {
        try (FileInputStream in = new FileInputStream(path.toFile())) {
            // Most are a word long; a stream's own buffers would be many times that.
            byte[] bytes = new byte[256];
            int length = 0;
            for (int count = 0; count >= 0 && length < MAX_BYTES; length += Math.max(0, count)) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, length * 4);
                }
                count = in.read(bytes, length, bytes.length - length);
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return ""; // the caller leaves out what is not there
        }
    }

    /** The names in a directory, sorted; empty when there is no such directory. */
    static List<String> list(Path directory) {
        String[] names = directory.toFile().list();
        if (names == null) {
            return new ArrayList<>();
        }
        Arrays.sort(names);
        return new ArrayList<>(Arrays.asList(names));
    }
}
