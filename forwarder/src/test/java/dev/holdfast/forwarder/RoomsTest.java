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
            .optionalLayer("otlp")
            .definedBy("dev.holdfast.forwarder.otlp")
            .layer("exchange")
            .definedBy("dev.holdfast.forwarder.exchange")
            .layer("batch")
            .definedBy("dev.holdfast.forwarder.batch")
            .layer("upstream")
            .definedBy("dev.holdfast.forwarder.upstream")
            .whereLayer("forwarder")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("remotewrite")
            .mayOnlyBeAccessedByLayers("forwarder")
            .whereLayer("exchange")
            .mayOnlyBeAccessedByLayers("forwarder", "remotewrite", "otlp")
            .whereLayer("batch")
            .mayOnlyBeAccessedByLayers("forwarder", "exchange", "remotewrite", "otlp")
            .whereLayer("upstream")
            .mayOnlyBeAccessedByLayers("forwarder", "exchange", "remotewrite", "otlp");
}
