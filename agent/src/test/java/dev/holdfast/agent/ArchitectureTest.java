package dev.holdfast.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The direction of the modules, storage <- {query, forwarder} <- agent, and of the rooms of the agent. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule storageKnowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.storage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdfast.query..", "dev.holdfast.forwarder..", "dev.holdfast.agent..");

    @ArchTest
    static final ArchRule queryKnowsStorageOnly = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdfast.forwarder..", "dev.holdfast.agent..");

    @ArchTest
    static final ArchRule forwarderKnowsStorageOnly = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.forwarder..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdfast.query..", "dev.holdfast.agent..");

    @ArchTest
    static final ArchRule theDaemonKnowsNoCommandLine = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.holdfast.agent.daemon..",
                    "dev.holdfast.agent.sampling..",
                    "dev.holdfast.agent.openmetrics..",
                    "dev.holdfast.agent.config..",
                    "dev.holdfast.agent.gaps..",
                    "dev.holdfast.agent.chart..",
                    "dev.holdfast.agent.text..",
                    "dev.holdfast.agent.answer..",
                    "dev.holdfast.agent.screen..",
                    "dev.holdfast.agent.views..",
                    "dev.holdfast.agent.control..",
                    "dev.holdfast.agent.supervisor..",
                    "dev.holdfast.agent.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdfast.agent.cli..", "picocli..");

    /** What it says of the process comes in by an interface of its own. */
    @ArchTest
    static final ArchRule theApiKnowsNoDaemon = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.agent.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.holdfast.agent.daemon..",
                    "dev.holdfast.agent.config..",
                    "dev.holdfast.agent.control..",
                    "org.snakeyaml..");
    /** A terminal is for a person at it: nothing that runs for months loads the library that drives it. */
    @ArchTest
    static final ArchRule onlyTheScreenKnowsTerminals = noClasses()
            .that()
            .resideOutsideOfPackage("dev.holdfast.agent.screen..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jline..");

    /** Screens and canned questions are for the command line; the daemon has no use for them. */
    @ArchTest
    static final ArchRule onlyTheCommandLineShowsScreens = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.holdfast.agent.cli..", "dev.holdfast.agent.screen..", "dev.holdfast.agent.views..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.holdfast.agent.screen..", "dev.holdfast.agent.views..");

    /** Lines in and lines out: what they mean is their verbs' to know. */
    @ArchTest
    static final ArchRule theControlChannelKnowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.agent.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.holdfast.agent.daemon..",
                    "dev.holdfast.agent.sampling..",
                    "dev.holdfast.agent.config..",
                    "dev.holdfast.storage..",
                    "dev.holdfast.query..",
                    "dev.holdfast.forwarder..");

    /** Messages to a service manager: by a socket of its own, without the libraries and the processes that could send them too. */
    @ArchTest
    static final ArchRule theSupervisorKnowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.holdfast.agent.supervisor..")
            .should()
            .dependOnClassesThat(resideOutsideOfPackages(
                            "dev.holdfast.agent.supervisor..", "java..", "org.slf4j..", "org.jspecify..")
                    .or(assignableTo(Process.class))
                    .or(assignableTo(ProcessBuilder.class)));

    /** The checker reads a directory, not a store; and the survey tells what lies below the lobby. */
    private static final String BELOW_THE_LOBBY =
            ".*\\.(VerifyCommand|StatusCommand|StatusReport|StorageText|StorageJson)(\\$.*)?";

    @ArchTest
    static final ArchRule onlyTheLobbyOfTheStoreIsUsed = noClasses()
            .that()
            .resideInAnyPackage("dev.holdfast.query..", "dev.holdfast.forwarder..", "dev.holdfast.agent..")
            .and()
            .haveNameNotMatching(BELOW_THE_LOBBY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.holdfast.storage.(*)..");
}
