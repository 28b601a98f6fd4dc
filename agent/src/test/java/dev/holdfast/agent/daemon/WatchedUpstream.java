package dev.holdfast.agent.daemon;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.agent.sampling.SelfBoard;
import dev.holdfast.agent.sampling.SelfSeries;
import dev.holdfast.agent.sampling.TickCounts;
import dev.holdfast.forwarder.Forwarder;
import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.SampleBatch;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.StoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A store that gets a tick a second, a forwarder, a receiver of any mood, and a watch: all moved by hand on one clock. */
final class WatchedUpstream implements AutoCloseable, TickCounts {
    static final long START_MS = 1_795_327_200_000L;
    static final int SERIES = 10;

    /** Answered with nothing at all. */
    static final int SILENCE = 0;

    final SelfBoard board = new SelfBoard();
    final Store store;
    final SelfWatch watch;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Forwarder> forwarders = new ArrayList<>();
    private volatile int status = 204;
    private long wallMs = START_MS;
    private long monotonicMs = 1_000;
    private long lastTickMs = -1;
    private long failures;
    private boolean sampling = true;
    private long lookInMs;
    private long sendInMs;

    WatchedUpstream(Path directory, long limitMs, UnaryOperator<UpstreamOptionsBuilder> options) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (status == SILENCE) {
                awaitEnd();
            }
            exchange.sendResponseHeaders(Math.max(200, status), -1);
            exchange.close();
        });
        server.start();
        store = Store.open(directory, StoreOptions.defaults().withClock(() -> wallMs));
        UpstreamOptionsBuilder builder = UpstreamOptions.builder(
                        "central",
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/write"))
                .remoteTimeoutMs(150)
                .maxBackoffMs(5_000);
        forwarders.add(new Forwarder(
                options.apply(builder).build(),
                store,
                store.ledger("central"),
                SeriesFacts.NONE,
                () -> wallMs,
                () -> monotonicMs,
                () -> 0.5));
        watch = new SelfWatch(
                store,
                this,
                () -> forwarders,
                () -> 0,
                new ReadinessLimits(Map.of("central", limitMs)),
                LastCounts.NONE,
                board,
                () -> wallMs,
                () -> monotonicMs);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How the receiver answers from now on. */
    void answer(int httpStatus) {
        status = httpStatus;
    }

    /** Nobody listens any more. */
    void shut() {
        server.stop(0);
    }

    void sampling(boolean on) {
        sampling = on;
    }

    /** As a reload does whose file does not have it any more. */
    void removeUpstream() {
        forwarders.forEach(Forwarder::close);
        forwarders.clear();
    }

    /** Someone sets the clock. */
    void step(long ms) {
        wallMs += ms;
    }

    /** Lets time pass, second for second. */
    void run(long ms) throws IOException {
        for (long passed = 0; passed < ms; passed += 1_000) {
            wallMs += 1_000;
            monotonicMs += 1_000;
            if (sampling) {
                tick();
            }
            sendInMs -= 1_000;
            for (int i = 0; i < forwarders.size() && i < 1 && sendInMs <= 0; i++) {
                sendInMs = send(forwarders.get(i));
            }
            lookInMs -= 1_000;
            if (lookInMs <= 0) {
                lookInMs = watch.doWork();
            }
        }
    }

    /** A second of sending at most: real time stands still for the clocks. */
    private static long send(Forwarder forwarder) {
        long waitMs = 0;
        for (int i = 0; i < 50 && waitMs == 0; i++) {
            waitMs = forwarder.doWork();
        }
        return waitMs;
    }

    private void tick() throws IOException {
        SampleBatch batch = new SampleBatch(SERIES).reset(wallMs);
        for (int i = 0; i < SERIES; i++) {
            batch.add(store.series(Labels.of("__name__", "m", "i", "" + i)), i + wallMs / 1e3);
        }
        store.append(batch);
        lastTickMs = wallMs;
    }

    /** What is put up for the sampler. */
    double value(String name) {
        for (SelfSeries series : board.series()) {
            if (series.name().equals(name)) {
                return series.value();
            }
        }
        throw new AssertionError("not on the board: " + name);
    }

    @Override
    public long intervalMs() {
        return 1_000;
    }

    @Override
    public long lastTickMs() {
        return lastTickMs;
    }

    @Override
    public long appendFailureCount() {
        return failures;
    }

    void refuseTicks() {
        sampling = false;
        failures++;
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        forwarders.forEach(Forwarder::close);
        server.stop(0);
        threads.shutdownNow();
        store.close();
    }
}
