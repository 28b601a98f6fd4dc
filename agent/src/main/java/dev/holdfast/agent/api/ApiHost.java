package dev.holdfast.agent.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.storage.StoreView;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the API has to say of the process that it runs in. Any thread; each call is cheap unless it says otherwise. */
public interface ApiHost {
    /** The version of the program. */
    String version();

    /** Wall time, milliseconds since the epoch. */
    long nowMs();

    /** When the process began, milliseconds since the epoch. */
    long startedMs();

    /** Why it is not ready, a line each; empty when it is. */
    List<String> notReady();

    /** Whether this host is sampled into the store now. */
    boolean isSampling();

    /** Labels and values that every series of this host has, {@code job} and {@code instance}; empty when there is no such host. */
    Map<String, String> ownLabels();

    /** The object that {@code holdfast status -o json} shows; reads the store. */
    void writeStatus(JsonGenerator json, StoreView store) throws IOException;

    /** The configuration in force as YAML, secrets masked. */
    String configYaml();

    /** Every setting in force by its path, secrets masked. */
    Map<String, String> flags();

    /** How long samples are kept, as {@code config show} says it. */
    String retention();
}
