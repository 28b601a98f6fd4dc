package dev.holdfast.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** What the rooms must not know. */
@AnalyzeClasses(packages = "dev.holdfast.query", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule TREE_KNOWS_NO_OTHER_ROOM = noClasses()
            .that()
            .resideInAPackage("..query.ast..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..query.parser..", "..query.functions..", "..query.engine..");

    @ArchTest
    static final ArchRule FUNCTIONS_KNOW_NO_PARSER_AND_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("..query.functions..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..query.parser..", "..query.engine..");

    @ArchTest
    static final ArchRule PARSER_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("..query.parser..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..query.engine..");

    @ArchTest
    static final ArchRule ENGINE_KNOWS_NO_PARSER = noClasses()
            .that()
            .resideInAPackage("..query.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..query.parser..");

    @ArchTest
    static final ArchRule NOBODY_TOUCHES_FILES_OR_NETWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.nio.channels..");

    @ArchTest
    static final ArchRule NOBODY_READS_THE_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static final ArchRule ONLY_THE_LOBBY_OF_STORAGE_IS_SEEN =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.holdfast.storage.*..");
}
