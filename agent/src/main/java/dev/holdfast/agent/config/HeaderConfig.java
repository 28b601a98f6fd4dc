package dev.holdfast.agent.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The value of a header. Whether it is secret only the operator knows, so it is treated as if.
 *
 * @param value the value, or null when it is in a file
 * @param file read at every request, so that a rotated value is picked up; or null
 */
public record HeaderConfig(@Nullable Secret value, @Nullable Path file) {}
