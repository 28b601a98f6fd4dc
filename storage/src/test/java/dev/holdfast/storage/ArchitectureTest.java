package dev.holdfast.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Dependencies point one way: io, encoding, {wal, index, tombstone, sstable}, {memtable, manifest}, {partition, compaction},
 * survey, Store.
 */
@AnalyzeClasses(packages = "dev.holdfast.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.holdfast.storage";

    /** Each room, and the rooms of the engine that it may not know. */
    private static final Map<String, String[]> FORBIDDEN = new HashMap<>();

    static {
        String[] upper = {"memtable", "manifest", "partition", "compaction", "check", "survey"};
        forbid("io", upper, "rollup", "encoding", "wal", "index", "tombstone", "sstable");
        forbid("encoding", upper, "rollup", "wal", "index", "tombstone", "sstable");
        forbid("rollup", upper, "wal", "index", "tombstone", "sstable");
        forbid("wal", upper, "rollup", "index", "tombstone", "sstable");
        forbid("index", upper, "rollup", "wal", "tombstone", "sstable");
        forbid("tombstone", upper, "rollup", "encoding", "wal", "sstable");
        forbid("sstable", upper, "wal");
        FORBIDDEN.put(
                "memtable",
                rooms("wal", "tombstone", "sstable", "manifest", "partition", "compaction", "check", "survey"));
        FORBIDDEN.put("manifest", rooms("memtable", "partition", "compaction", "check", "survey"));
        FORBIDDEN.put("partition", rooms("wal", "memtable", "compaction", "check", "survey"));
        FORBIDDEN.put("compaction", rooms("wal", "memtable", "check", "survey"));
        FORBIDDEN.put("survey", rooms("memtable", "compaction", "check"));
    }

    private static void forbid(String room, String[] upper, String... others) {
        List<String> names = new ArrayList<>(List.of(upper));
        names.addAll(List.of(others));
        FORBIDDEN.put(room, rooms(names.toArray(new String[0])));
    }

    private static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = ROOT + "." + names[i] + "..";
        }
        return packages;
    }

    @Test
    void roomsKnowOnlyWhatIsBelowThem() {
        JavaClasses classes = new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);
        FORBIDDEN.forEach((room, above) -> noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .check(classes));
    }

    @ArchTest
    static final ArchRule onlyTheRepairKnowsTheChecker = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".check..", ROOT + ".repair..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".check..");

    @ArchTest
    static final ArchRule nobodyKnowsTheRepair = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".repair..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".repair..");

    @ArchTest
    static final ArchRule onlyIoTouchesFiles = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".io..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.nio\\.file\\.Files|java\\.nio\\.channels\\.FileChannel|java\\.io\\.File.*");

    @ArchTest
    static final ArchRule onlyTheOptionsNameAClock = noClasses()
            .that()
            .doNotHaveSimpleName("StoreOptions")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule storageStartsNoThread =
            noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule roomsDoNotReachIntoTheStore = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".repair..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("dev\\.holdfast\\.storage\\.Store(Reader|Maintenance|Snapshot|Options)?");

    @ArchTest
    static final ArchRule theEngineKnowsNothingOfItsUsers = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "dev.holdfast.storage..", "org.xerial.snappy..", "net.openhft..", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyTheLogKnowsChronicle = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".wal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.openhft..");
}
