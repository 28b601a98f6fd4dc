package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.forwarder.testing.DecodedV2;
import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Senders with a mistake planted, each of which a check must find; the same requests without it pass. */
class CanaryTest {
    private static final Recording SOUND = Sender.standard(Version.V2);
    private static final long STARTED_MS = SOUND.v2().get(0).series().stream()
            .flatMap(series -> series.samples().stream())
            .mapToLong(DecodedV2.Sample::startMs)
            .max()
            .orElse(0);

    /** A mistake in one request of many, and the check that must find it. */
    private record Planted(Consumer<Forgery> mistake, Consumer<Recording> check) {}

    private static Map<String, Planted> inRequests() {
        Map<String, Planted> all = new LinkedHashMap<>();
        all.put("unsorted labels", new Planted(f -> swapLabels(f.series.get(3)), DataChecks::sortedLabels));
        all.put("a symbol twice", new Planted(f -> f.symbols.add(f.symbols.get(1)), WireChecks::symbolsAreUnique));
        all.put("a symbol for nothing", new Planted(f -> f.symbols.add("unused"), WireChecks::everySymbolIsUsed));
        all.put("no empty symbol", new Planted(f -> f.symbols.set(0, "x"), WireChecks::firstSymbolIsEmpty));
        all.put(
                "a ref out of range",
                new Planted(f -> f.series.get(0).refs.set(1, f.symbols.size()), WireChecks::refsAreInRange));
        all.put("a name without a value", new Planted(f -> f.series.get(0).refs.add(1), WireChecks::refsAreEven));
        all.put("framed Snappy", new Planted(f -> f.framed = true, WireChecks::rawSnappy));
        all.put(
                "the start time where it was",
                new Planted(f -> f.series.get(0).strangeField = 6, WireChecks::parseable));
        all.put("a histogram", new Planted(f -> f.series.get(0).strangeField = 3, WireChecks::plainSamplesOnly));
        all.put("an exemplar", new Planted(f -> f.series.get(0).strangeField = 4, WireChecks::plainSamplesOnly));
        all.put(
                "a series without samples",
                new Planted(f -> f.series.get(0).samples.clear(), WireChecks::parseable));
        all.put("a label twice", new Planted(f -> repeatLabel(f.series.get(0)), DataChecks::uniqueNames));
        all.put("an empty value", new Planted(f -> f.series.get(0).refs.set(1, 0), DataChecks::nothingEmpty));
        all.put(
                "samples out of order",
                new Planted(f -> Collections.reverse(f.series.get(0).samples), DataChecks::orderedSamples));
        all.put("a series twice", new Planted(f -> f.series.add(f.series.get(0)), DataChecks::orderedSamples));
        all.put("a sample lost", new Planted(f -> f.series.get(0).samples.remove(0), DataChecks::arrivedAsStored));
        all.put(
                "a NaN made canonical",
                new Planted(
                        f -> f.series.forEach(series -> series.samples.replaceAll(CanaryTest::canonical)),
                        DataChecks::arrivedAsStored));
        all.put("seconds", new Planted(f -> change(f, 0, 1_000, 1), DataChecks::millisecondTimes));
        all.put("from the future", new Planted(f -> change(f, 3_600_000, 1, 1), DataChecks::timesAreOfNow));
        all.put(
                "a start for a gauge",
                new Planted(f -> change(f, 0, 1, 2), recording -> DataChecks.startTimes(recording, STARTED_MS)));
        all.put("another help text", new Planted(CanaryTest::swapHelp, DataChecks::metadata));
        all.put(
                "another content type",
                new Planted(
                        f -> f.headers.set(
                                "Content-Type", "application/x-protobuf; proto=io.prometheus.write.v2.Request"),
                        recording -> WireChecks.header(
                                recording,
                                "Content-Type",
                                "application/x-protobuf;proto=io.prometheus.write.v2.Request")));
        all.put("no user agent", new Planted(f -> f.headers.set("User-Agent", "Java/17.0.9 x"), WireChecks::userAgent));
        return all;
    }

    @TestFactory
    List<DynamicTest> aMistakeInARequestIsFound() {
        List<DynamicTest> tests = new ArrayList<>();
        inRequests()
                .forEach((name, planted) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                    planted.check.accept(Forgery.of(SOUND, forgery -> {}));
                    Recording forged = Forgery.of(SOUND, planted.mistake);
                    assertThrows(AssertionError.class, () -> planted.check.accept(forged));
                })));
        return tests;
    }

    @Test
    void sendingAgainAfter400IsFound() {
        Recording sound = oneByOne(2, 400);
        BehaviourChecks.neverAgainAfter(sound, 400);
        Recording broken = changed(sound, exchanges -> {
            exchanges.add(new Recording.Exchange(exchanges.get(0).request(), sound.nowMs(), 204));
            return exchanges;
        });
        assertThrows(AssertionError.class, () -> BehaviourChecks.neverAgainAfter(broken, 400));
    }

    @Test
    void goingOnAfter500IsFound() {
        Recording sound = oneByOne(1, 500);
        BehaviourChecks.againAfter(sound, 500);
        Recording broken = changed(sound, exchanges -> {
            exchanges.remove(1); // as if the refused request had been dropped
            return exchanges;
        });
        assertThrows(AssertionError.class, () -> BehaviourChecks.againAfter(broken, 500));
        assertThrows(AssertionError.class, () -> BehaviourChecks.nothingLost(broken));
    }

    @Test
    void noFallbackIsFound() {
        Recording stubborn = changed(SOUND, exchanges -> {
            Recording.Exchange first = exchanges.get(0);
            exchanges.add(0, new Recording.Exchange(first.request(), first.atMs(), 415));
            return exchanges;
        });
        assertThrows(AssertionError.class, () -> BehaviourChecks.fallsBack(stubborn));
        // The receiver that lies, and a sender that believes it.
        Recording believed = changed(
                SOUND,
                exchanges -> exchanges.stream()
                        .map(one -> new Recording.Exchange(one.request(), one.atMs(), 0))
                        .toList());
        assertThrows(AssertionError.class, () -> DataChecks.arrivedAsStored(believed));
    }

    @Test
    void anEmptyRecordingProvesNothing() {
        Recording nothing = new Recording(List.of(), Map.of(), 0);
        inRequests().forEach((name, planted) -> {
            assertThrows(AssertionError.class, () -> planted.check.accept(nothing), name);
        });
    }

    private static Recording oneByOne(int failures, int status) {
        try (Sender sender = new Sender(Version.V1)) {
            Target one = new Target().counter("requests_total");
            return sender.refusing(failures, status)
                    .scrape(one, 5, 10_000)
                    .settle()
                    .recording();
        }
    }

    private static Recording changed(Recording sound, UnaryOperator<List<Recording.Exchange>> change) {
        return new Recording(change.apply(new ArrayList<>(sound.exchanges())), sound.stored(), sound.nowMs());
    }

    private static void swapLabels(Forgery.Series series) {
        Collections.swap(series.refs, 0, 2);
        Collections.swap(series.refs, 1, 3);
    }

    private static void repeatLabel(Forgery.Series series) {
        series.refs.add(0, series.refs.get(1));
        series.refs.add(0, series.refs.get(1));
    }

    private static DecodedV2.Sample canonical(DecodedV2.Sample sample) {
        double value = Double.longBitsToDouble(sample.valueBits());
        long bits = Double.doubleToLongBits(value);
        return new DecodedV2.Sample(bits, sample.timestampMs(), sample.startMs());
    }

    /** Moves and scales the times of gauges, or of counters when the type is 1; of type 2 gauges get a start. */
    private static void change(Forgery forgery, long addMs, long divideBy, int type) {
        for (Forgery.Series series : forgery.series) {
            if (series.type == type) {
                series.samples.replaceAll(sample -> new DecodedV2.Sample(
                        sample.valueBits(),
                        (sample.timestampMs() + addMs) / divideBy,
                        type == 2 ? STARTED_MS : sample.startMs()));
            }
        }
    }

    private static void swapHelp(Forgery forgery) {
        forgery.series.stream().filter(series -> series.type == 1).findFirst().ifPresent(series -> series.helpRef = 0);
    }
}
