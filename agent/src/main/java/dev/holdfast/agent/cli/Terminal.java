package dev.holdfast.agent.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What stands behind the outputs of the process.
 *
 * @param outIsTerminal whether a person reads standard output as it comes
 * @param errIsTerminal whether a person reads standard error as it comes
 * @param columns width of a line
 * @param rows lines of the screen
 * @param colours whether colours may be used
 * @param unicode whether more than ASCII can be shown
 */
record Terminal(boolean outIsTerminal, boolean errIsTerminal, int columns, int rows, boolean colours, boolean unicode) {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    /** One that shows Unicode. */
    Terminal(boolean outIsTerminal, boolean errIsTerminal, int columns, int rows, boolean colours) {
        this(outIsTerminal, errIsTerminal, columns, rows, colours, true);
    }

    /** No terminal: 80 columns, no colours. */
    static final Terminal NONE = new Terminal(false, false, DEFAULT_COLUMNS, DEFAULT_ROWS, false);

    /** What this process was started with. */
    static Terminal detect(Map<String, String> environment) {
        boolean out = isTerminal(1);
        boolean err = isTerminal(2);
        int columns = number(environment.getOrDefault("COLUMNS", ""));
        int rows = number(environment.getOrDefault("LINES", ""));
        if ((columns == 0 || rows == 0) && (out || err)) {
            int[] size = askTerminal();
            columns = columns == 0 ? size[1] : columns;
            rows = rows == 0 ? size[0] : rows;
        }
        // https://no-color.org: set and not empty means none, whatever it says.
        boolean colours = out
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(
                out,
                err,
                columns == 0 ? DEFAULT_COLUMNS : columns,
                rows == 0 ? DEFAULT_ROWS : rows,
                colours,
                isUnicode(environment, out));
    }

    /** The same as it is now, since people resize terminals; itself when it was never one. */
    Terminal again(Map<String, String> environment) {
        Terminal now = outIsTerminal ? detect(environment) : NONE;
        return now.outIsTerminal ? now : this;
    }

    /**
     * By the locale, where there is one: none at all is usual in containers and says nothing. The console of the kernel has no
     * Braille in its font, whatever the locale.
     */
    private static boolean isUnicode(Map<String, String> environment, boolean out) {
        if (out && environment.getOrDefault("TERM", "").equals("linux")) {
            return false;
        }
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "").toUpperCase(Locale.ROOT);
            if (!locale.isEmpty()) {
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return true;
    }

    /** System.console() speaks for input and output together; the kernel tells them apart. */
    static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Rows and columns as {@code stty size} says, 0 where it cannot say. */
    private static int[] askTerminal() {
        int[] none = {0, 0};
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroy();
                return none;
            }
            int blank = answer.indexOf(' ');
            return blank < 0
                    ? none
                    : new int[] {number(answer.substring(0, blank)), number(answer.substring(blank + 1))};
        } catch (IOException e) {
            return none;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none;
        }
    }

    private static int number(String text) {
        boolean is = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return is ? Integer.parseInt(text) : 0;
    }
}
