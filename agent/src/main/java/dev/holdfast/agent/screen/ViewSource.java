package dev.holdfast.agent.screen;

import java.io.Closeable;
import java.io.IOException;

/** Where views come from. One thread. */
interface ViewSource extends Closeable {
    /**
     * What is seen.
     *
     * @throws IOException when the data cannot be read at the moment; asking again later may help
     */
    HostView view(ViewRequest request) throws IOException;
}
