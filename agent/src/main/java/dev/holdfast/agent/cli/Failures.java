package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.ConfigException;
import dev.holdfast.agent.config.ConfigProblem;
import dev.holdfast.query.ParseException;
import dev.holdfast.query.QueryException;
import dev.holdfast.storage.CorruptionException;
import dev.holdfast.storage.StoreLockedException;
import dev.holdfast.storage.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Turns what other rooms throw into the line and the status that a user gets. */
final class Failures {
    private Failures() {}

    static Failure of(Exception e) {
        if (e instanceof Failure failure) {
            return failure;
        }
        if (e instanceof ConfigException config) {
            String lines =
                    config.problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n"));
            return new Failure(ExitStatus.CONFIG, lines, e);
        }
        if (e instanceof ParseException parse) {
            return new Failure(ExitStatus.DATA, "not PromQL, " + parse.getMessage() + ExprHint.of(parse), e);
        }
        if (e instanceof QueryException query) {
            int status = query.kind() == QueryException.Kind.TIMEOUT ? ExitStatus.TEMPORARY : ExitStatus.DATA;
            return new Failure(status, "cannot answer: " + query.getMessage(), e);
        }
        if (e instanceof IOException io) {
            return ofIo(io);
        }
        return new Failure(ExitStatus.SOFTWARE, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }

    private static Failure ofIo(IOException e) {
        if (e instanceof StoreLockedException locked) {
            return new Failure(ExitStatus.TEMPORARY, e.getMessage() + howToStop(locked), e);
        }
        if (e instanceof CorruptionException || e instanceof UnsupportedFormatException) {
            return new Failure(ExitStatus.DATA, String.valueOf(e.getMessage()), e);
        }
        if (e instanceof AccessDeniedException denied && denied.getFile() != null) {
            return new Failure(
                    ExitStatus.NO_PERMISSION,
                    "not allowed, " + denied.getFile() + ": " + ClosedPath.advice(Path.of(denied.getFile())),
                    e);
        }
        if (e instanceof NoSuchFileException missing) {
            return new Failure(ExitStatus.NO_INPUT, "not there, " + missing.getFile() + ": check the name", e);
        }
        if (e instanceof FileSystemException file && file.getFile() != null) {
            String reason = file.getReason() == null ? e.getClass().getSimpleName() : file.getReason();
            return new Failure(ExitStatus.IO, reason + ", " + file.getFile() + adviceOn(reason), e);
        }
        return new Failure(ExitStatus.IO, "input or output failed: " + e.getMessage(), e);
    }

    /** By the words that the system's library has for it; where it speaks another language the line is as before. */
    private static String adviceOn(String reason) {
        return switch (reason) {
            case "No space left on device" -> ": make room there, or free inodes; \"df\" and \"df -i\" say which";
            case "Read-only file system" -> ": mount it for writing, or name another directory with --data";
            default -> "";
        };
    }

    private static String howToStop(StoreLockedException e) {
        LockHolder holder = LockHolder.of(e.directory());
        String unit = holder == null ? null : ServiceUnit.of(holder.pid());
        return unit == null
                ? "; stop it first"
                : ", which is a service: \"sudo systemctl stop " + unit
                        + "\" first, or name another directory with --data";
    }
}
