package dev.holdfast.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives a test the one {@link Installation} in good order. Where there can be no machine the tests are skipped and say why.
 */
final class OnMachine implements BeforeEachCallback, ParameterResolver, TestExecutionExceptionHandler {
    private static final String KEY = "installation";

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Installation installation = installation(context);
        long beginMs = Service.nowMs();
        try {
            installation.makeGood();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + installation.report(), e);
        }
        System.out.printf(
                "%s.%s: in order after %.1f s%n",
                context.getRequiredTestClass().getSimpleName(),
                context.getRequiredTestMethod().getName(),
                (Service.nowMs() - beginMs) / 1_000.0);
    }

    private static Installation installation(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(OnMachine.class))
                .computeIfAbsent(KEY, key -> boot(), Installation.class);
    }

    private static Installation boot() {
        try {
            Path folder = Path.of(System.getProperty("holdfast.packages", "../target/packages"));
            PackageFile built = PackageFile.built(folder).orElse(null);
            require(
                    built != null,
                    "no holdfast_*_amd64.deb in " + folder.toAbsolutePath().normalize() + "; packaging/build makes it");
            String obstacle = Machine.obstacle();
            require(obstacle.isEmpty(), "no machine can be booted here: " + obstacle);
            return Installation.boot(built);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A skipped test is silent in Maven's summary: say it here too. */
    private static void require(boolean isSo, String reason) {
        if (!isSo) {
            System.out.println("SKIPPED: " + reason);
        }
        Assumptions.assumeTrue(isSo, reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return installation(context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof AssertionError) {
            AssertionError withReport = new AssertionError(
                    failure.getMessage() + "\n" + installation(context).report());
            withReport.setStackTrace(failure.getStackTrace());
            throw withReport;
        }
        throw failure;
    }
}
