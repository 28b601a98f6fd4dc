package dev.holdfast.agent.api;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * By what a changed directory is known: names, sizes and times of its files. The log is written in place, so that its time is all
 * that tells. Immutable.
 *
 * @param files a text for each, sorted
 * @param newestMs when the newest was written, milliseconds since the epoch
 * @param lookedMs when this was seen, likewise
 */
record DirectoryStamp(List<String> files, long newestMs, long lookedMs) {
    /** Times of files come in such steps or finer, milliseconds: two writes within one look like one. */
    private static final long CLOCK_STEP_MS = 50;

    static DirectoryStamp of(Path directory) throws IOException {
        long lookedMs = System.currentTimeMillis();
        List<String> files = new ArrayList<>();
        long newestMs = Long.MIN_VALUE;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path file : stream) {
                try {
                    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                    if (now.isRegularFile()) {
                        files.add(file.getFileName() + " " + now.size() + " "
                                + now.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS) + " "
                                + now.fileKey());
                        newestMs = Math.max(newestMs, now.lastModifiedTime().toMillis());
                    }
                } catch (NoSuchFileException e) {
                    files.add(file.getFileName() + " gone");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(files);
        return new DirectoryStamp(List.copyOf(files), newestMs, lookedMs);
    }

    /** Whether nothing has changed since an earlier look; not for certain when that came too soon after a write. */
    boolean isSameAs(DirectoryStamp earlier) {
        boolean settled = earlier.lookedMs - earlier.newestMs > CLOCK_STEP_MS;
        return settled && files.equals(earlier.files);
    }
}
