package dev.holdfast.agent.cli;

import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.control.ControlVerb;
import dev.holdfast.forwarder.Resend;
import dev.holdfast.storage.Store;
import dev.holdfast.storage.TimeRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;

/** {@code holdfast resend} in the agent that runs: it has the store, and its forwarders see what is pending by themselves. */
final class ResendVerb implements ControlVerb {
    /** The first word of its requests. */
    static final String NAME = "resend";

    private static final String JSON = "json";

    private final Store store;
    private final LongSupplier clock;

    ResendVerb(Store store, LongSupplier clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The words to ask with. */
    static String[] request(String upstream, TimeRange span, boolean json) {
        return new String[] {
            NAME,
            upstream,
            Long.toString(span.fromInclusiveMs()),
            Long.toString(span.toExclusiveMs()),
            json ? JSON : "text"
        };
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ControlAnswer answer(List<String> words) throws IOException {
        if (words.size() != 4) {
            throw new IllegalArgumentException("resend takes an upstream, two times and a format");
        }
        String upstream = words.get(0);
        TimeRange span = new TimeRange(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
        try {
            UpstreamNames.require(store, upstream);
        } catch (Failure failure) {
            return ControlAnswer.error(failure.status(), failure.line());
        }
        Resend.Result result = Resend.apply(store, store.ledger(upstream), span, clock.getAsLong());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (words.get(3).equals(JSON)) {
            JsonAnswer.data(out, List.of(), json -> ResendText.writeJson(json, result, true));
        } else {
            PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
            ResendText.print(text, result, true);
        }
        return ControlAnswer.ok(out.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
