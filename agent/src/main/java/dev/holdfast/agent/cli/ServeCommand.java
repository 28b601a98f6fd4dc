package dev.holdfast.agent.cli;

import dev.holdfast.agent.api.ApiOptions;
import dev.holdfast.agent.api.ApiServer;
import dev.holdfast.agent.api.DirectorySource;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.config.Overrides;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code holdfast serve}. */
@Command(
        name = "serve",
        sortOptions = false,
        header = "Answer the HTTP API out of a data directory; nothing is sampled or changed.",
        synopsisHeading = "Usage: ",
        description = {
            "The directory may be that of a running agent, of a stopped one, or a copy; each question sees it as it is then. Says"
                    + " its URL on standard error when it is ready to answer. Ctrl-C or SIGTERM ends it.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  holdfast serve",
            "  holdfast serve --data ./copy --listen 127.0.0.1:0     a port that is free",
            "  promtool query instant http://127.0.0.1:9469 up"
        })
final class ServeCommand implements Callable<Integer> {
    private static final long TICK_MS = 1_000;
    private static final long CLOSE_MS = 8_000;

    private final Console console;

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = "Where to listen; goes before the configuration's. Default: 127.0.0.1:9469.")
    private @Nullable String listen;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A configuration file, of which api and query count. Default: none.")
    private @Nullable Path config;

    @Mixin
    private final DataOption data = new DataOption();

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Overrides overrides = Overrides.of(console.environment()).flag("api.listen", "--listen", listen);
        LoadedConfig loaded = Configurations.load(console, config, overrides);
        Path directory = data.isGiven() || config == null
                ? data.directory(console)
                : loaded.config().storage().path();
        @Nullable ApiOptions options = ApiSettings.options(loaded.config());
        if (options == null) {
            throw new Failure(ExitStatus.USAGE, "nowhere to listen, \"off\": name an address with --listen");
        }
        DataDirectory.requireReadable(directory);
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (DirectorySource source = new DirectorySource(directory)) {
            requireData(source, directory);
            try (ApiServer server =
                    listen(options, source, new DirectoryHost(directory, loaded, console.clock()), loaded)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> endProcess(end, closed), "shutdown"));
                console.remark("answers out of " + directory + " at " + server.url());
                while (!end.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                    server.tick();
                }
            }
        } finally {
            closed.countDown();
        }
        return ExitStatus.OK;
    }

    /** What is wrong with it is said before anybody asks. */
    private static void requireData(DirectorySource source, Path directory) throws IOException {
        try {
            source.lease().close();
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    "no data, " + directory + ": nothing has been stored there yet; start the agent with"
                            + " \"holdfast run\", or name another directory with --data",
                    e);
        }
    }

    /** A signal is the usual end, and no failure as the status 143 would say. */
    private static void endProcess(CountDownLatch end, CountDownLatch closed) {
        end.countDown();
        try {
            if (closed.await(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(ExitStatus.OK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApiServer listen(ApiOptions options, DirectorySource source, DirectoryHost host, LoadedConfig loaded)
            throws IOException {
        try {
            return ApiServer.listen(options, source, host, ApiSettings.limits(loaded.config()));
        } catch (IOException e) {
            throw new Failure(ExitStatus.UNAVAILABLE, e.getMessage() + "; name another address with --listen", e);
        }
    }
}
