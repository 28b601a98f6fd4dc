package dev.holdfast.storage.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.NullExceptionHandler;

/**
 * What Chronicle must be told before the first of its classes is loaded: it reads system properties once, in static
 * initialisers. Any thread.
 */
final class ChronicleSettings {
    /** Packages of java.base that Chronicle reaches into. */
    private static final List<String> PACKAGES = List.of("java.lang.reflect", "sun.nio.ch");

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            // Nothing is told to anyone, on the network or on the terminal.
            Map.entry("chronicle.analytics.disable", "true"),
            Map.entry("chronicle.announcer.disable", "true"),
            Map.entry("disable.perf.info", "true"),
            // A thread that only logs, and dies for want of a library that we leave out.
            Map.entry("chronicle.disk.monitor.disable", "true"),
            // Files are unmapped where they are closed, not by a thread of the library's.
            Map.entry("background.releaser", "false"),
            // A lock word that a dead process left is nobody's: our own lock on the directory says so.
            Map.entry("queue.force.unlock.mode", "ALWAYS"),
            Map.entry("chronicle.table.store.timeoutMS", "500"),
            // Else a file "system.properties" in the working directory would change the settings of the whole program.
            Map.entry("system.properties", "dev/holdfast/storage/wal/none"));

    private ChronicleSettings() {}

    /**
     * Applies the settings.
     *
     * @throws IOException when Java was started without what Chronicle needs; it would fall back to reading only, in
     *     silence
     */
    static synchronized void apply() throws IOException {
        List<String> missing = new ArrayList<>();
        Module base = Object.class.getModule();
        for (String name : PACKAGES) {
            if (!base.isOpen(name, ChronicleSettings.class.getModule())) {
                missing.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("the log engine chronicle needs Java to be started with " + String.join(" ", missing)
                    + "; add it, or write storage.wal: file");
        }
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        // What matters reaches us as an exception.
        Jvm.setExceptionHandlers(
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING,
                NullExceptionHandler.NOTHING);
    }
}
