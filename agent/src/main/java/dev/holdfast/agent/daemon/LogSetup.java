package dev.holdfast.agent.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Logging, set up in code: plain lines on standard error. Logback finds this class by its service file, before it would
 * look for files of XML, whose parser costs more memory than the rest of logging.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** For logback alone. */
    public LogSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LineAppender appender = new LineAppender(JournalStream.isStandardError(System.getenv()), System.err);
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        // OSHI says much about what it cannot find, none of which its users can change.
        context.getLogger("oshi").setLevel(Level.ERROR);
        // What goes wrong in Chronicle reaches the store as an exception.
        context.getLogger("net.openhft").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Says more from now on: what {@code --debug} asks for. */
    public static void showDebug() {
        setLevel(Level.DEBUG);
    }

    /** Says only what is wrong from now on: for commands whose output is an answer. */
    public static void showWarnings() {
        setLevel(Level.WARN);
    }

    private static void setLevel(Level level) {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(level);
        }
    }
}
