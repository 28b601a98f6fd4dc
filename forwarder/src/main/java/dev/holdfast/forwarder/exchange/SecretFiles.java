package dev.holdfast.forwarder.exchange;

import dev.holdfast.forwarder.upstream.Credentials;
import dev.holdfast.forwarder.upstream.Secret;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Warns of secrets that lie open. A file may be read by its group, which is how a service is given one that it cannot change
 * (and how the modes of a systemd credential look); others have no business with it. It is used all the same: an agent that
 * stopped sending for it would do more harm. One thread.
 */
final class SecretFiles {
    private static final Set<PosixFilePermission> TOO_OPEN =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Consumer<String> warnings;
    private final Set<Path> looked = new HashSet<>();

    SecretFiles(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /** Looks at each file of the options that was not looked at yet; one that is not there is looked at later. */
    void check(UpstreamOptions options) {
        for (Secret header : options.headers().values()) {
            check(header.file());
        }
        if (options.credentials() instanceof Credentials.Basic basic) {
            check(basic.password().file());
        } else if (options.credentials() instanceof Credentials.Authorization authorization) {
            check(authorization.credentials().file());
        }
        check(options.tls().keyFile());
    }

    private void check(@Nullable Path file) {
        if (file == null || looked.contains(file)) {
            return;
        }
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            looked.add(file);
            if (mode.stream().anyMatch(TOO_OPEN::contains)) {
                warnings.accept(file + " is open to others (" + PosixFilePermissions.toString(mode)
                        + "): take that away with chmod o= or systemd's LoadCredential");
            }
        } catch (UnsupportedOperationException e) {
            looked.add(file); // a file system without modes
        } catch (IOException e) {
            return; // whoever reads it says so
        }
    }
}
