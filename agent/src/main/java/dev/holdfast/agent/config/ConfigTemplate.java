package dev.holdfast.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The file that {@code config init} writes: every option, explained, the optional ones commented out. */
public final class ConfigTemplate {
    private ConfigTemplate() {}

    /** Its text; valid as it is, and again when every commented option is put in force. */
    public static String text() {
        try (InputStream in = ConfigTemplate.class.getResourceAsStream("template.yml")) {
            if (in == null) {
                throw new IllegalStateException("template.yml is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
