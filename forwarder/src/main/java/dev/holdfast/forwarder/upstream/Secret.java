package dev.holdfast.forwarder.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A password or token, given as such or as the file that holds it. A file is read at every use, so that a rotated token
 * works without a restart. Never printed; immutable; any thread.
 */
public final class Secret {
    private static final int FILE_BYTES_MAX = 64 << 10;

    private final @Nullable String text;
    private final @Nullable Path file;

    private Secret(@Nullable String text, @Nullable Path file) {
        this.text = text;
        this.file = file;
    }

    /**
     * A secret given as such.
     *
     * @throws IllegalArgumentException when it contains control characters; the message does not show it
     */
    public static Secret of(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a secret contains control characters");
        }
        return new Secret(text, null);
    }

    /** A secret in a file; white space around it is not part of it. */
    public static Secret inFile(Path file) {
        return new Secret(null, file);
    }

    /**
     * The secret itself, for use in a request and for nothing else.
     *
     * @throws IOException when the file cannot be read or holds what is no secret; the message names the file alone
     */
    public String reveal() throws IOException {
        String found = text;
        if (found == null) {
            found = read(Objects.requireNonNull(file));
        }
        if (found.isEmpty() || found.chars().anyMatch(Character::isISOControl)) {
            throw new IOException((file == null ? "a secret" : file) + " is empty or contains control characters");
        }
        return found;
    }

    private static String read(Path path) throws IOException {
        try {
            if (Files.size(path) > FILE_BYTES_MAX) {
                throw new IOException("larger than " + FILE_BYTES_MAX + " bytes");
            }
            return Files.readString(path).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no credentials file " + path, e);
        } catch (IOException e) {
            throw new IOException("the credentials file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where it comes from, never what it is. */
    @Override
    public String toString() {
        return file == null ? "<secret>" : "<secret in " + file + ">";
    }
}
