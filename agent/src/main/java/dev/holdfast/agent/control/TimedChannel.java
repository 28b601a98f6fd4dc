package dev.holdfast.agent.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A connection on which no read and no write waits beyond a deadline. Java has no timeouts for sockets of this family, so
 * it waits with a selector. One thread; closes the channel.
 */
final class TimedChannel implements Closeable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private long deadlineNanos;

    /** Over a connected channel. */
    TimedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, 0);
    }

    /** Everything until the next call ends by then. */
    void deadlineInMs(long ms) {
        deadlineNanos = System.nanoTime() + ms * 1_000_000;
    }

    /** Reads what there is, at least a byte; -1 at the end, 0 when the time is over. */
    int read(ByteBuffer into) throws IOException {
        int count = channel.read(into);
        while (count == 0 && await(SelectionKey.OP_READ)) {
            count = channel.read(into);
        }
        return count;
    }

    /** Writes all; false when the time is over before. */
    boolean write(ByteBuffer from) throws IOException {
        channel.write(from);
        while (from.hasRemaining()) {
            if (!await(SelectionKey.OP_WRITE)) {
                return false;
            }
            channel.write(from);
        }
        return true;
    }

    private boolean await(int operation) throws IOException {
        long leftMs = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
            return false;
        }
        key.interestOps(operation);
        selector.selectedKeys().clear();
        selector.select(leftMs);
        return true;
    }

    @Override
    public void close() throws IOException {
        try (Selector closed = selector) {
            channel.close();
        }
    }
}
