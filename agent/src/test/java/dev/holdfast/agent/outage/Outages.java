package dev.holdfast.agent.outage;

import dev.holdfast.storage.IntervalLedger;
import dev.holdfast.storage.Labels;
import dev.holdfast.storage.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * One course of outages, the whole of it from a seed but for what the machine's scheduler adds: an agent with three upstreams
 * that are real receivers, hours and days of history to begin with, and processes that die and come back in random order
 * while late samples are imported and the configuration changes. At the end everything is up, what is pending is waited for,
 * and stores are compared.
 */
final class Outages implements AutoCloseable {
    private static final long MINUTE_MS = 60_000;
    private static final long STRICT_AGE_MS = 55 * MINUTE_MS;
    private static final int WINDOW_MIN = 30;
    /** Kept from a window's edge, so that what is sent is inside when it arrives. */
    private static final long WINDOW_MARGIN_MS = MINUTE_MS;

    private static final long WINDOW_AGE_MS = 25 * MINUTE_MS;
    private static final int NARROW_MIN = 10;

    private final long seed;
    private final Random random;
    private final Path directory;
    private final Path data;
    private final Path log;
    private final Path config;
    private final boolean narrow;
    private final long startMs = System.currentTimeMillis();
    private final Peer strict;
    private final Peer window;
    private final Peer victoria;
    private final int[] ports;
    private final List<TimeRange> late = new ArrayList<>();
    private final StringBuilder diary = new StringBuilder();
    private AgentProcess agent;
    private boolean victoriaKilled;
    private int events;
    private int imports;

    Outages(long seed, Path directory) throws IOException {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L); // neighbours begin alike otherwise
        this.directory = Files.createDirectories(directory);
        data = directory.resolve("data");
        log = directory.resolve("agent.log");
        config = directory.resolve("holdfast.yaml");
        // Every other time the receiver takes less than the configuration believes: it answers 500 to what is too old.
        narrow = random.nextBoolean();
        ports = new int[] {Peer.freePort(), Peer.freePort(), Peer.freePort()};
        strict = Peer.prometheus(directory.resolve("strict"), ports[0]);
        window = Peer.prometheusWithWindow(directory.resolve("window"), ports[1], narrow ? NARROW_MIN : WINDOW_MIN);
        victoria = Peer.victoriaMetrics(directory, ports[2]);
    }

    /** Lets things happen for so long, then settles everything; what is wrong, empty when nothing is. */
    List<String> run(long forMs) throws Exception {
        importHistory();
        configure();
        for (Peer peer : List.of(strict, window, victoria)) {
            if (random.nextInt(4) > 0) {
                peer.start();
            }
        }
        long endMs = System.currentTimeMillis() + forMs;
        while (System.currentTimeMillis() < endMs) {
            happen();
            events++;
            Thread.sleep(300 + random.nextInt(3_000));
        }
        return settle();
    }

    private void happen() throws Exception {
        int kind = random.nextInt(10);
        if (kind < 5) {
            agentEvent();
        } else if (kind < 8) {
            peerEvent(List.of(strict, window, victoria).get(random.nextInt(3)));
        } else if (kind < 9) {
            for (Peer peer : List.of(strict, window, victoria)) {
                peerEvent(peer);
            }
            agentEvent();
        } else if (agent != null) {
            configure();
            if (random.nextBoolean()) {
                agent.hangUp();
                note("SIGHUP");
            } else {
                AgentProcess.run("reload", "--data", data.toString());
                note("reload");
            }
        }
    }

    private void agentEvent() throws Exception {
        if (agent == null) {
            if (random.nextInt(3) == 0) {
                importLate();
            }
            startAgent();
        } else if (random.nextInt(3) == 0) {
            agent.kill();
            agent = null;
            note("agent kill -9");
        } else if (random.nextInt(2) == 0) {
            int status = agent.terminate();
            agent = null;
            note("agent SIGTERM");
            if (status != 0) {
                throw new AssertionError("after SIGTERM the agent ended with " + status);
            }
        }
    }

    private void peerEvent(Peer peer) throws Exception {
        String name = peer == strict ? "strict" : peer == window ? "window" : "victoria";
        if (!peer.isAlive()) {
            peer.start();
            note(name + " up");
        } else if (random.nextBoolean()) {
            peer.kill();
            // It acknowledges what it holds in memory only, and says so.
            victoriaKilled |= peer == victoria;
            note(name + " kill -9");
        } else {
            peer.terminate();
            note(name + " SIGTERM");
        }
    }

    private void startAgent() throws Exception {
        agent = AgentProcess.start(log, "run", "--config", config.toString(), "--data", data.toString());
        agent.awaitLine(log, "samples every");
        note("agent up");
    }

    private void note(String what) {
        diary.append(String.format(Locale.ROOT, "%6d ms  %s%n", System.currentTimeMillis() - startMs, what));
    }

    /** A limit and a deadline are other ones each time; what an upstream takes stays. */
    private void configure() throws IOException {
        String text = """
                interval: 500ms
                remote_write:
                  - name: strict
                    url: http://127.0.0.1:%d/api/v1/write
                    order: strict
                    backfill: all
                    queue_config: {batch_send_deadline: %dms, max_backoff: 1s}
                  - name: window
                    url: http://127.0.0.1:%d/api/v1/write
                    order: window
                    max_age: %s
                    protocol: auto
                    backfill: all
                    limit: {samples_per_second: %d}
                    queue_config: {batch_send_deadline: 1s, max_backoff: 1s}
                  - name: victoria
                    url: http://127.0.0.1:%d/api/v1/write
                    order: free
                    protocol: auto
                    backfill: all
                    queue_config: {batch_send_deadline: 1s, max_backoff: %dms, max_samples_per_send: %d}
                """.formatted(
                        ports[0],
                        500 + random.nextInt(1_500),
                        ports[1],
                        narrow ? "40m" : "25m",
                        10_000 + random.nextInt(20_000),
                        ports[2],
                        500 + random.nextInt(1_000),
                        500 + random.nextInt(3_000));
        Path fresh = Files.writeString(directory.resolve("fresh.yaml"), text);
        Files.move(fresh, config, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Three hours up to now, and some minutes of three days ago. */
    private void importHistory() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int series = 0; series < 10; series++) {
            String name = "history_" + series + "{job=\"history\",instance=\"reef\"} ";
            samples(text, name, new TimeRange(startMs - 4_320 * MINUTE_MS, startMs - 4_310 * MINUTE_MS), 10_000);
            samples(text, name, new TimeRange(startMs - 180 * MINUTE_MS, startMs), 10_000);
        }
        importText(text);
        note("history imported");
    }

    /** Series of their own, anywhere in the last two hours: beside what was delivered long ago. */
    private void importLate() throws Exception {
        long fromMs = System.currentTimeMillis() - random.nextInt(120 * (int) MINUTE_MS);
        TimeRange range = new TimeRange(fromMs, fromMs + 1 + random.nextInt(5 * (int) MINUTE_MS))
                .intersect(new TimeRange(0, System.currentTimeMillis()));
        late.add(range);
        StringBuilder text = new StringBuilder();
        for (int series = 0; series < 3; series++) {
            samples(text, "late_" + series + "{job=\"late\",instance=\"" + imports + "\"} ", range, 1_000);
        }
        imports++;
        importText(text);
        note("late import of " + range.lengthMs() / 1_000 + " s, "
                + (System.currentTimeMillis() - range.fromInclusiveMs()) / 1_000 + " s ago");
    }

    /** With twelve digits: VictoriaMetrics keeps a block of values at one decimal exponent, and rounds those of more. */
    private void samples(StringBuilder text, String series, TimeRange range, long stepMs) {
        for (long t = range.fromInclusiveMs(); t < range.toExclusiveMs(); t += stepMs) {
            text.append(series)
                    .append(random.nextLong(1_000_000_000_000L) / 1e6)
                    .append(' ')
                    .append(t)
                    .append('\n');
        }
    }

    private void importText(StringBuilder text) throws Exception {
        Path file = Files.writeString(directory.resolve("import.txt"), text);
        AgentProcess.run("import", file.toString(), "--format", "prometheus", "--forward", "--data", data.toString());
    }

    private List<String> settle() throws Exception {
        for (Peer peer : List.of(strict, window, victoria)) {
            if (!peer.isAlive()) {
                peer.start();
            }
        }
        if (agent == null) {
            startAgent();
        }
        note("everything is up");
        awaitDelivery();
        if (victoriaKilled) {
            String from = Instant.ofEpochMilli(startMs - 5_000 * MINUTE_MS).toString();
            AgentProcess.run(
                    "resend", "--upstream", "victoria", "--start", from, "--end", "now", "--data", data.toString());
            awaitDelivery();
        }
        agent.terminate();
        startAgent(); // what the last half second left is sent by the next start
        awaitDelivery();
        agent.terminate();
        agent = null;
        note("at rest");
        return compare();
    }

    /** Waits until every ledger covers what there was when the wait began. */
    private void awaitDelivery() throws Exception {
        List<TimeRange> populated = StoreContent.populated(data);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(150);
        while (true) {
            Map<String, List<TimeRange>> pending = StoreContent.pending(data, populated);
            if (pending.size() == 3 && pending.values().stream().allMatch(List::isEmpty)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not delivered within 150 s: " + pending + "\n"
                        + AgentProcess.run("status", "--data", data.toString()));
            }
            Thread.sleep(500);
        }
    }

    private List<String> compare() throws Exception {
        StoreContent store = StoreContent.read(data);
        long endMs = System.currentTimeMillis();
        List<String> findings = new ArrayList<>();
        findings.addAll(compare(
                "strict", store, (labels, t) -> isOwn(labels) || (isHistory(labels) && t >= endMs - STRICT_AGE_MS)));
        findings.addAll(compare(
                "window",
                store,
                (labels, t) -> isOwn(labels) || (!narrow && t >= endMs - WINDOW_AGE_MS + WINDOW_MARGIN_MS)));
        findings.addAll(compare("victoria", store, (labels, t) -> true));
        return findings;
    }

    private List<String> compare(String name, StoreContent store, BiPredicate<Labels, Long> mustBeThere)
            throws IOException {
        IntervalLedger ledger = store.ledgers().get(name);
        DeliveryAudit audit = new DeliveryAudit(name, name.equals("victoria"), mustBeThere);
        List<String> findings = new ArrayList<>(audit.compare(
                store.samples(),
                switch (name) {
                    case "strict" -> PeerContent.prometheus(ports[0], store.newestMs());
                    case "window" -> PeerContent.prometheus(ports[1], store.newestMs());
                    default -> PeerContent.victoriaMetrics(ports[2]);
                },
                ledger));
        for (IntervalLedger.Entry entry : ledger.entries()) {
            if (!isExplained(name, entry)) {
                findings.add(name + ": the ledger has " + entry + ", which nothing here explains");
            }
        }
        System.out.println("  " + audit);
        return findings;
    }

    /** Whether the receiver's rules, or what it is said to take, are a reason for an entry. */
    private boolean isExplained(String name, IntervalLedger.Entry entry) {
        long nowMs = System.currentTimeMillis();
        TimeRange range = new TimeRange(entry.fromInclusiveMs(), entry.toExclusiveMs());
        return switch (entry.state()) {
            case DELIVERED -> true;
            case SKIPPED -> {
                long windowMs = (narrow ? 40 * MINUTE_MS : WINDOW_AGE_MS) - WINDOW_MARGIN_MS;
                long ageMs = name.equals("strict") ? STRICT_AGE_MS : windowMs;
                yield !name.equals("victoria") && range.toExclusiveMs() <= nowMs - ageMs;
            }
            case REFUSED ->
                name.equals("strict")
                        && entry.detail() == 400
                        && late.stream().anyMatch(r -> r.overlaps(widened(range)));
            case PARKED -> name.equals("window") && narrow && range.fromInclusiveMs() < nowMs - NARROW_MIN * MINUTE_MS;
            default -> false;
        };
    }

    /** A part is settled as a whole: up to a band beyond what was imported late. */
    private static TimeRange widened(TimeRange range) {
        return new TimeRange(range.fromInclusiveMs() - 10 * MINUTE_MS, range.toExclusiveMs() + 10 * MINUTE_MS);
    }

    private static boolean isOwn(Labels labels) {
        return labels.get("job").equals("node");
    }

    private static boolean isHistory(Labels labels) {
        return labels.get("job").equals("history");
    }

    /** What happened, and what the agent said. */
    String story() throws IOException {
        return "seed " + seed + (narrow ? ", narrow window" : "") + "\n" + diary
                + (Files.exists(log) ? Files.readString(log) : "");
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + events + " events, " + imports + " late imports"
                + (narrow ? ", a receiver that takes less than it is believed to" : "");
    }

    @Override
    public void close() throws InterruptedException {
        if (agent != null) {
            agent.close();
        }
        strict.close();
        window.close();
        victoria.close();
    }
}
