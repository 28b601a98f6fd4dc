package dev.holdfast.agent.cli;

/** What {@code holdfast} alone prints. */
final class Overview {
    static final String TEXT = """
            Holdfast samples this host into a small time-series database of its own, answers queries about it, and
            forwards everything upstream whenever the network allows.

              holdfast run                                 start the agent here, in the foreground
              holdfast query node_load1                    the newest value
              holdfast query --since 1h 'rate(node_cpu_seconds_total{mode="user"}[1m])'
                                                           an hour of it, as a chart on a terminal
              holdfast top                                 the host on a full screen, now and back in time
              holdfast explain cpu                         what was high, since when, and what is usual
              holdfast status                              what is stored, and what is still to be sent
              holdfast config init holdfast.yaml           write a configuration file with every option

            "holdfast --help" lists all commands; "holdfast COMMAND --help" explains one, with examples.
            """;

    private Overview() {}
}
