package dev.holdfast.forwarder;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.holdfast.forwarder", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule ROOMS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("forwarder")
            .definedBy("dev.holdfast.forwarder")
            .layer("remotewrite")
            .definedBy("dev.holdfast.forwarder.remotewrite")
            .layer("batch")
            .definedBy("dev.holdfast.forwarder.batch")
            .layer("upstream")
            .definedBy("dev.holdfast.forwarder.upstream")
            .whereLayer("forwarder")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("remotewrite")
            .mayOnlyBeAccessedByLayers("forwarder")
            .whereLayer("batch")
            .mayOnlyBeAccessedByLayers("forwarder", "remotewrite")
            .whereLayer("upstream")
            .mayOnlyBeAccessedByLayers("forwarder", "remotewrite");
}
