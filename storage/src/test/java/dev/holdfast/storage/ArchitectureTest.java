package dev.holdfast.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dependencies point one way: io, encoding, {wal, index, sstable}, {memtable, manifest}, {partition, compaction}, Store. */
@AnalyzeClasses(packages = "dev.holdfast.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.holdfast.storage";

    /** Each room, and the rooms of the engine that it may not know. */
    private static final Map<String, String[]> FORBIDDEN = Map.of(
            "io",
                    rooms(
                            "encoding",
                            "wal",
                            "index",
                            "sstable",
                            "memtable",
                            "manifest",
                            "partition",
                            "compaction",
                            "check"),
            "encoding", rooms("wal", "index", "sstable", "memtable", "manifest", "partition", "compaction", "check"),
            "wal", rooms("index", "sstable", "memtable", "manifest", "partition", "compaction", "check"),
            "index", rooms("wal", "sstable", "memtable", "manifest", "partition", "compaction", "check"),
            "sstable", rooms("wal", "memtable", "manifest", "partition", "compaction", "check"),
            "memtable", rooms("wal", "sstable", "manifest", "partition", "compaction", "check"),
            "manifest", rooms("memtable", "partition", "compaction", "check"),
            "partition", rooms("wal", "memtable", "compaction", "check"),
            "compaction", rooms("wal", "memtable", "check"));

    private static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = ROOT + "." + names[i] + "..";
        }
        return packages;
    }

    @Test
    void roomsKnowOnlyWhatIsBelowThem() {
        JavaClasses classes =
                new ClassFileImporter(java.util.List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);
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
            .resideInAnyPackage("java..", "dev.holdfast.storage..", "org.xerial.snappy..", "org.jspecify..");
}
