package dev.holdfast.agent.staged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program with the Java that packages bring, which has few of a JDK's modules and a class archive. */
@Timeout(300)
class StagedProgramIT {
    private static final double LEAST_SHARE = 0.95;

    @TempDir
    private Path dir;

    @Test
    void doesAllThatItDoesElsewhereAndTakesItsClassesFromTheArchives() throws Exception {
        StagedTree tree = StagedTree.get();
        Tour tour = new Tour(tree.home().resolve("bin/holdfast"), dir, ClassSources.option(dir));
        tour.run();
        holds("run", ClassSources.read(dir, tour.agents()::contains));
        holds(
                "cli",
                ClassSources.read(
                        dir, pid -> !tour.agents().contains(pid) && !tour.rare().contains(pid)));
    }

    private static void holds(String kind, ClassSources sources) {
        System.out.printf(
                "%s: %d classes, %.1f %% of them from the archive%n", kind, sources.all(), 100 * sources.share());
        assertTrue(
                sources.share() >= LEAST_SHARE,
                () -> "only " + sources.share() + " of the classes come from the archive: packaging/classes/" + kind
                        + ".classes is old, packaging/rehearse renews it. Missing are " + sources.missing());
    }
}
