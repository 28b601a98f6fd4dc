package dev.holdfast.fuzz;

import dev.holdfast.storage.wal.RowTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All targets by name. The order is part of the inputs that {@link EveryTarget} takes: new ones come last. */
public final class Targets {
    /** How a target is made; some build files to begin with. */
    private interface Maker {
        FuzzTarget make() throws IOException;
    }

    private static final Map<String, Maker> MAKERS = makers();
    private static final Map<String, FuzzTarget> MADE = new LinkedHashMap<>();

    private Targets() {}

    private static Map<String, Maker> makers() {
        Map<String, Maker> makers = new LinkedHashMap<>();
        makers.put("chunk", ChunkTarget::new);
        makers.put("time-column", TimeColumnTarget::new);
        makers.put("frame", FrameTarget::new);
        makers.put("row", RowTarget::new);
        makers.put("segment", SegmentTarget::new);
        makers.put("manifest", ManifestTarget::new);
        makers.put("sstable", SstableTarget::new);
        makers.put("directory", DirectoryTarget::new);
        makers.put("openmetrics", OpenMetricsTarget::new);
        makers.put("config", ConfigTarget::new);
        makers.put("promql", PromQlTarget::new);
        return Collections.unmodifiableMap(makers);
    }

    /** Their names, in order. */
    public static List<String> names() {
        return new ArrayList<>(MAKERS.keySet());
    }

    /** Runs a target; a second time when it took too much memory, since then its classes are loaded. */
    static void run(FuzzTarget target, byte[] input) throws IOException {
        try {
            target.run(input);
        } catch (Allocation.ExceededException e) {
            target.run(input);
        }
    }

    /** Runs a target on its first seed. */
    static void warmUp(FuzzTarget target) throws IOException {
        run(target, target.seeds().get(0));
    }

    /** The target of a name, made once. */
    public static synchronized FuzzTarget named(String name) {
        FuzzTarget known = MADE.get(name);
        if (known == null) {
            try {
                Maker maker = name.equals(CanaryTarget.NAME) ? CanaryTarget::new : MAKERS.get(name);
                known = maker.make();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            MADE.put(name, known);
        }
        return known;
    }
}
