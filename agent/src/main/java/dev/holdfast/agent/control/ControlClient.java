package dev.holdfast.agent.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the agent of a data directory. Immutable; any thread. */
public final class ControlClient {
    /** An answer takes no longer, milliseconds: an upstream that is stopped may want some ten seconds. */
    private static final long ANSWER_MS = 60_000;

    private final Path dataDirectory;
    private final long answerMs;

    /** For a directory, whether or not an agent runs there. */
    public ControlClient(Path dataDirectory) {
        this(dataDirectory, ANSWER_MS);
    }

    /** As above, with another patience, milliseconds. */
    public ControlClient(Path dataDirectory, long answerMs) {
        this.dataDirectory = dataDirectory;
        this.answerMs = answerMs;
    }

    /**
     * Asks, and waits for the answer, a minute at most.
     *
     * @param words the verb, then what it wants; no word is empty
     * @throws ControlException when there is nobody to ask or no answer; its message is a line for the person who asked
     */
    public ControlAnswer ask(List<String> words) throws ControlException {
        byte[] line = ControlFormat.request(words);
        if (line.length > ControlFormat.MAX_REQUEST_BYTES) {
            throw new IllegalArgumentException(
                    "a request is no longer than " + ControlFormat.MAX_REQUEST_BYTES + " bytes: words=" + words);
        }
        try (TimedChannel channel = new TimedChannel(connect())) {
            channel.deadlineInMs(answerMs);
            return ask(channel, line);
        } catch (ControlException e) {
            throw e;
        } catch (IOException e) {
            throw noAnswer("the connection broke off: " + e.getMessage());
        }
    }

    private ControlAnswer ask(TimedChannel channel, byte[] line) throws IOException {
        if (!channel.write(ByteBuffer.wrap(line))) {
            throw noAnswer("it does not listen");
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(4_096);
        int count = channel.read(buffer);
        while (count > 0 && answer.size() < ControlFormat.MAX_ANSWER_BYTES) {
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            count = channel.read(buffer);
        }
        if (count == 0) {
            throw noAnswer("it took longer than " + answerMs / 1_000 + " s");
        }
        ControlAnswer parsed = ControlFormat.answer(answer.toString(StandardCharsets.UTF_8));
        if (parsed == null) {
            throw noAnswer("what it says is not understood");
        }
        return parsed;
    }

    private ControlException noAnswer(String why) {
        return new ControlException(
                ControlException.Reason.NO_ANSWER,
                "no answer, " + dataDirectory + ": " + why + "; its log says whether it was done");
    }

    private SocketChannel connect() throws ControlException {
        Path socket = ControlSocket.path(dataDirectory);
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            throw noAgent("", null);
        }
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            // By looking rather than by the message, which the system has in many languages.
            if (!Files.isWritable(socket) && Files.exists(socket)) {
                throw new ControlException(
                        ControlException.Reason.NOT_ALLOWED,
                        "not allowed, " + socket + ": the agent is " + owner(socket) + "'s; use sudo",
                        e);
            }
            throw noAgent(" (" + e.getMessage() + ")", e);
        }
    }

    private ControlException noAgent(String detail, @Nullable Throwable cause) {
        String line = "no agent, " + dataDirectory + ": none listens there" + detail
                + "; start one with \"holdfast run\", or name its directory with --data";
        return new ControlException(ControlException.Reason.NO_AGENT, line, cause);
    }

    private static String owner(Path socket) {
        try {
            return Files.getOwner(socket).getName();
        } catch (IOException e) {
            return "another user";
        }
    }
}
