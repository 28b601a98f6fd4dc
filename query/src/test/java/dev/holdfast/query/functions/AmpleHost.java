package dev.holdfast.query.functions;

/** A host of windows with as much memory and time as anyone wants, but a limit of samples. */
final class AmpleHost implements Window.Host {
    private final long maxSamples;
    private long heldBytes;

    AmpleHost(long maxSamples) {
        this.maxSamples = maxSamples;
    }

    @Override
    public long maxSamples() {
        return maxSamples;
    }

    @Override
    public void held(long samples) {}

    @Override
    public void bytes(long more) {
        heldBytes += more;
    }

    @Override
    public void work(long steps) {}

    long heldBytes() {
        return heldBytes;
    }
}
