package dev.holdfast.agent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scripts that make a shell ask {@link CompleteCommand}; resources beside this class. */
final class CompletionScript {
    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private CompletionScript() {}

    /** The script for a shell, one of {@link #SHELLS}. */
    static String of(String shell) {
        try (InputStream in = CompletionScript.class.getResourceAsStream("completion." + shell)) {
            if (in == null) {
                throw new IllegalArgumentException("no script for it: shell=" + shell);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(shell, e);
        }
    }
}
