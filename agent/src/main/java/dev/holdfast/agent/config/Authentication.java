package dev.holdfast.agent.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How the agent shows an upstream who it is. */
public sealed interface Authentication {
    /** No header is added. */
    Authentication NONE = new None();

    /** Nothing is shown. */
    record None() implements Authentication {}

    /**
     * HTTP basic authentication.
     *
     * @param username the user
     * @param password the password, or null when it is in a file
     * @param passwordFile read at every connection, so that a rotated password is picked up; or null
     */
    record Basic(
            String username,
            @Nullable Secret password,
            @Nullable Path passwordFile) implements Authentication {}

    /**
     * An {@code Authorization} header of another type.
     *
     * @param type the word before the credentials, usually {@code Bearer}
     * @param credentials the credentials, or null when they are in a file
     * @param credentialsFile read at every connection, so that a rotated token is picked up; or null
     */
    record Header(
            String type,
            @Nullable Secret credentials,
            @Nullable Path credentialsFile) implements Authentication {}
}
