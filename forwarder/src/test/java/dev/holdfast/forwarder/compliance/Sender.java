package dev.holdfast.forwarder.compliance;

import dev.holdfast.forwarder.testing.DiskStore;
import dev.holdfast.forwarder.testing.Receiver.Answer;
import dev.holdfast.forwarder.testing.Receiver.Request;
import dev.holdfast.forwarder.testing.Rig;
import dev.holdfast.forwarder.upstream.UpstreamOptionsBuilder;
import dev.holdfast.forwarder.upstream.Wire;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The sender under test: the real forwarder over the real store, a receiver that keeps every request, and one clock. */
final class Sender implements AutoCloseable {
    /** How a receiver of both versions answers. */
    static final Function<Request, Answer> TAKES_ALL =
            request -> request.isV2() ? Answer.of(200).written(request.sampleCount()) : Answer.of(204);

    final Rig rig;
    private final Path directory;
    private final Wire.Version version;
    private final List<Recording.Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());
    private int ticks;

    Sender(Wire.Version version) {
        this.version = version;
        try {
            directory = Files.createTempDirectory("compliance");
            rig = new Rig(clock -> new DiskStore(directory, clock::wallMs, 1 << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rig.facts(Target.facts(Rig.START_MS - Target.RUNNING_MS));
        rig.restart(options());
        answering(TAKES_ALL);
    }

    /** The options of its upstream, to be changed and given to {@link Rig#restart}. */
    UpstreamOptionsBuilder options() {
        return rig.options().wire(new Wire.RemoteWrite(version));
    }

    /** Answers so from now on. */
    Sender answering(Function<Request, Answer> script) {
        rig.receiver.answer(request -> {
            Answer answer = script.apply(request);
            exchanges.add(new Recording.Exchange(request, rig.clock.wallMs(), answer.status()));
            return answer;
        });
        return this;
    }

    /** Answers the first requests with one status, the others as a receiver that takes all. */
    Sender refusing(int count, int status) {
        return answering(request -> exchanges.size() < count ? Answer.of(status, "no") : TAKES_ALL.apply(request));
    }

    /** Some ticks of a target, with the forwarder at work. */
    Sender scrape(Target target, int count, long everyMs) {
        return scrape(target, count, everyMs, everyMs);
    }

    /** The same, with less time for the forwarder: 0 to leave it where it is. */
    Sender scrape(Target target, int count, long everyMs, long runMs) {
        List<Labels> series = target.series();
        for (int i = 0; i < count; i++) {
            ((DiskStore) rig.store).maintain();
            rig.store.append(rig.clock.wallMs(), series, target.bits(ticks++));
            rig.run(runMs).collect(everyMs - runMs);
        }
        return this;
    }

    /** Lets everything that is pending go out. */
    Sender settle() {
        rig.run(20_000);
        return this;
    }

    /** Lets time pass. */
    Sender run(long ms) {
        rig.run(ms);
        return this;
    }

    List<Recording.Exchange> exchanges() {
        synchronized (exchanges) {
            return List.copyOf(exchanges);
        }
    }

    /** What was seen so far. */
    Recording recording() {
        rig.receiver.requests(); // fails when one could not be read
        return new Recording(exchanges(), rig.store.contents(), rig.clock.wallMs());
    }

    @Override
    public void close() {
        rig.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Half a minute of the standard target, one failure in between, in one version. */
    static Recording standard(Wire.Version version) {
        return version == Wire.Version.V1 ? Standard.V1 : Standard.V2;
    }

    /** Made once each. */
    private static final class Standard {
        static final Recording V1 = record(Wire.Version.V1);
        static final Recording V2 = record(Wire.Version.V2);

        private static Recording record(Wire.Version version) {
            try (Sender sender = new Sender(version)) {
                Target target = Target.standard();
                sender.scrape(target, 15, 1_000);
                sender.refusing(sender.exchanges().size() + 1, 503).scrape(target, 15, 1_000);
                return sender.settle().recording();
            }
        }
    }
}
