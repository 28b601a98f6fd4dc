package dev.holdfast.agent.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the socket of a data directory, and lets one verb at a time answer.
 *
 * <p>One thread steps it; {@link #wake} and {@link #hangUp} come from any. Where there can be no socket (its path is too
 * long, the disk is full) it says so once and goes on with what needs none. A client that is silent costs the others
 * {@value #REQUEST_MS} ms. A verb that fails, even by a mistake of ours, costs its own request and not the agent: nobody should
 * lose samples because a command went wrong.
 */
public final class ControlServer implements Closeable {
    /** A request has come by then, milliseconds. */
    static final long REQUEST_MS = 1_000;

    /** An answer has been taken by then, milliseconds. */
    static final long ANSWER_MS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final long IDLE_MS = 60_000;
    private static final long PAUSE_MS = 1_000;
    private static final long RETRY_NANOS = (IDLE_MS - 5_000) * 1_000_000;

    private final Path dataDirectory;
    private final Map<String, ControlVerb> verbs = new LinkedHashMap<>();
    private final Runnable onHangUp;
    private final AtomicBoolean hungUp = new AtomicBoolean();
    private final Selector selector;
    private final ByteBuffer request = ByteBuffer.allocate(ControlFormat.MAX_REQUEST_BYTES);
    private @Nullable ControlSocket listener;
    private long triedNanos = System.nanoTime();

    /**
     * A server that does not listen yet.
     *
     * @param dataDirectory of a store that this process has locked
     * @param verbs what can be asked, each name once
     * @param onHangUp runs on the server's thread after {@link #hangUp}; throws nothing
     */
    public ControlServer(Path dataDirectory, List<ControlVerb> verbs, Runnable onHangUp) throws IOException {
        this.dataDirectory = dataDirectory;
        this.onHangUp = onHangUp;
        for (ControlVerb verb : verbs) {
            if (this.verbs.put(verb.name(), verb) != null) {
                throw new IllegalArgumentException("two verbs of one name: name=" + verb.name());
            }
        }
        this.selector = Selector.open();
    }

    /** Makes the socket; when that fails, says so in the log, works without, and tries again every minute or so. */
    public void listen() {
        try {
            begin();
        } catch (IOException e) {
            LOG.warn(
                    "no control socket, {}: {}; \"holdfast reload\" does not reach this agent, kill -HUP {} still does",
                    ControlSocket.path(dataDirectory),
                    e.getMessage(),
                    ProcessHandle.current().pid());
        }
    }

    private void begin() throws IOException {
        ControlSocket made = ControlSocket.listen(dataDirectory);
        listener = made;
        made.channel().configureBlocking(false);
        made.channel().register(selector, SelectionKey.OP_ACCEPT);
    }

    /** A disk that was full at the start may have room now. */
    private void beginLater() {
        if (System.nanoTime() - triedNanos < RETRY_NANOS) {
            return;
        }
        triedNanos = System.nanoTime();
        try {
            begin();
            LOG.info("there is a control socket now, {}", ControlSocket.path(dataDirectory));
        } catch (IOException e) {
            LOG.debug("still no control socket", e);
        }
    }

    /**
     * Waits for a request or a hang-up, a minute at most, and answers it.
     *
     * @return milliseconds until there may be more to do
     */
    public long doWork() throws IOException, InterruptedException {
        selector.selectedKeys().clear();
        selector.select(IDLE_MS);
        if (hungUp.getAndSet(false)) {
            onHangUp.run();
        }
        if (listener == null) {
            beginLater();
            return 0;
        }
        return accept(listener);
    }

    private long accept(ControlSocket from) throws InterruptedException {
        SocketChannel client;
        try {
            client = from.channel().accept();
        } catch (IOException e) {
            LOG.warn("a request was not taken: {}", e.toString()); // no file descriptors left
            return PAUSE_MS;
        }
        if (client == null) {
            return 0;
        }
        try (TimedChannel channel = new TimedChannel(client)) {
            serve(channel, from.peerOf(client));
        } catch (IOException e) {
            LOG.debug("a client went away", e);
        }
        return 0;
    }

    private void serve(TimedChannel channel, Peer peer) throws IOException, InterruptedException {
        channel.deadlineInMs(REQUEST_MS);
        ControlAnswer answer = answer(channel, peer);
        channel.deadlineInMs(ANSWER_MS);
        channel.write(ByteBuffer.wrap(ControlFormat.answer(answer)));
    }

    private ControlAnswer answer(TimedChannel channel, Peer peer) throws IOException, InterruptedException {
        request.clear();
        while (true) {
            int from = request.position();
            int count = channel.read(request);
            for (int i = from; i < request.position(); i++) {
                if (request.get(i) == '\n') {
                    return answer(Arrays.copyOf(request.array(), i), peer);
                }
            }
            if (!request.hasRemaining()) {
                return wrong("the request is longer than " + ControlFormat.MAX_REQUEST_BYTES + " bytes");
            }
            if (count <= 0) {
                // Nothing is done on half a line, which could be another one's beginning.
                return wrong(
                        count < 0
                                ? "the request ends before its line does"
                                : "no whole request within " + REQUEST_MS + " ms");
            }
        }
    }

    private ControlAnswer answer(byte[] line, Peer peer) throws InterruptedException {
        String name = "request";
        try {
            List<String> words = ControlFormat.words(line);
            name = words.get(0);
            ControlVerb verb = verbs.get(name);
            if (verb == null) {
                return wrong(
                        "this agent does not know \"" + name + "\"; it knows " + String.join(", ", verbs.keySet()));
            }
            if (!verb.onlyReads() && !peer.mayChange()) {
                // No warning: whoever may ask could fill the journal with it.
                LOG.debug("{} refused to {}, who is neither root nor the agent's user", name, peer.name());
                return ControlAnswer.error(
                        ControlAnswer.NO_PERMISSION,
                        "not allowed, " + name + ": it is for root and the agent's own user; use sudo");
            }
            return verb.answer(words.subList(1, words.size()));
        } catch (IllegalArgumentException e) {
            return wrong(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("{} failed: {}", name, e.toString());
            return ControlAnswer.error(ControlAnswer.IO, name + " failed: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} failed by a mistake of holdfast's: {}", name, e.toString());
            LOG.debug("{}", name, e);
            return ControlAnswer.error(ControlAnswer.SOFTWARE, name + " failed by a mistake of holdfast's: " + e);
        }
    }

    private static ControlAnswer wrong(String line) {
        return ControlAnswer.error(ControlAnswer.USAGE, line);
    }

    /** Lets the hang-up's work be done soon; several before it is done are one. Any thread, also a signal's. */
    public void hangUp() {
        hungUp.set(true);
        selector.wakeup();
    }

    /** Lets {@link #doWork} return soon. Any thread. */
    public void wake() {
        selector.wakeup();
    }

    /** Removes the socket. */
    @Override
    public void close() throws IOException {
        try (Selector closed = selector) {
            if (listener != null) {
                listener.unlink(dataDirectory);
            }
        }
    }
}
