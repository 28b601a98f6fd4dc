package dev.holdfast.forwarder.compliance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.forwarder.upstream.Wire.Version;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The file symbols of the 2.0 suite. */
class SymbolsTest {
    @TestFactory
    List<DynamicTest> cases() {
        return suite().tests();
    }

    static Suite suite() {
        Recording seen = Sender.standard(Version.V2);
        return new Suite("symbols")
                .check("empty_string_at_index_zero", () -> WireChecks.firstSymbolIsEmpty(seen))
                .check("string_deduplication", () -> WireChecks.symbolsAreUnique(seen))
                .check("labels_refs_valid_indices", () -> WireChecks.refsAreInRange(seen))
                .check("labels_refs_even_length", () -> WireChecks.refsAreEven(seen))
                .check("symbol_table_efficiency", () -> {
                    WireChecks.everySymbolIsUsed(seen);
                    Target four = new Target();
                    for (int i = 0; i < 4; i++) {
                        four.counter("requests_total", "method", "get", "path", "/" + i);
                    }
                    try (Sender sender = new Sender(Version.V2)) {
                        Recording few = sender.scrape(four, 5, 1_000).settle().recording();
                        WireChecks.some(few)
                                .v2()
                                .forEach(request ->
                                        // names and values of five labels, of which one varies; help; the empty string
                                        assertTrue(request.symbols().size() <= 15, "symbols: " + request.symbols()));
                    }
                });
    }
}
