package dev.holdfast.agent.supervisor;

/** Sends what must not be lost: a manager that has much to read is given a second. Never on a thread that samples. */
final class Patience {
    private static final int TRIES = 50;
    private static final long PAUSE_MS = 20;

    private Patience() {}

    /** {@link NotifyChannel#SENT}, or the number of the error that stayed. */
    static int send(NotifyChannel channel, byte[] message) {
        int error = channel.send(message, message.length);
        for (int i = 1; i < TRIES && (error == NotifyChannel.EAGAIN || error == NotifyChannel.ENOBUFS); i++) {
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return error;
            }
            error = channel.send(message, message.length);
        }
        return error;
    }
}
