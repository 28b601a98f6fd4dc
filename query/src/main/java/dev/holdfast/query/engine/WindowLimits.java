package dev.holdfast.query.engine;

import dev.holdfast.query.functions.Window;

/** Lets a window ask for memory and look at the time. */
final class WindowLimits implements Window.Host {
    private final Limits limits;

    WindowLimits(Limits limits) {
        this.limits = limits;
    }

    @Override
    public long maxSamples() {
        return limits.budget().left();
    }

    @Override
    public void held(long samples) {
        limits.budget().sawMore(samples);
    }

    @Override
    public void bytes(long more) {
        if (more > 0) {
            limits.budget().takeBytes(more);
        } else {
            limits.budget().giveBytes(-more);
        }
    }

    @Override
    public void work(long steps) {
        limits.work(steps);
    }
}
