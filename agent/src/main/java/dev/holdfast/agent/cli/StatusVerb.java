package dev.holdfast.agent.cli;

import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.control.ControlVerb;
import dev.holdfast.agent.daemon.SelfWatch;
import java.util.List;

/** {@code holdfast status} in the agent that runs: what it has seen of itself within the last seconds. */
final class StatusVerb implements ControlVerb {
    /** The only word of its requests. */
    static final String NAME = "status";

    private final SelfWatch watch;

    StatusVerb(SelfWatch watch) {
        this.watch = watch;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean onlyReads() {
        return true;
    }

    @Override
    public ControlAnswer answer(List<String> words) {
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("status takes no words");
        }
        return ControlAnswer.ok(LiveStatus.lines(watch.readiness(), watch.last()));
    }
}
