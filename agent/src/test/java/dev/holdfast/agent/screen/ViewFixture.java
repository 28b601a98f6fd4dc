package dev.holdfast.agent.screen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host with one of everything, at noon of 2026-11-22 UTC. */
final class ViewFixture {
    static final long NOW_MS = 1_795_348_800_000L;

    private static final double GIB = 1L << 30;
    private static final double MIB = 1L << 20;

    private ViewFixture() {}

    static ScreenState state() {
        return ScreenState.of(true, 0, 0, 300_000, "");
    }

    static HostView.Moment moment(HostView.@Nullable Gap missing) {
        return new HostView.Moment(
                "web1",
                List.of("web1"),
                NOW_MS,
                true,
                1_000,
                1_000,
                300_000,
                NOW_MS - 3_600_000,
                NOW_MS,
                NOW_MS + 400,
                missing,
                AgentLook.Kind.RUNNING,
                "");
    }

    static HostView view(HostView.@Nullable Gap missing) {
        double[] history = {0.1, 0.2, Double.NaN, 0.9};
        HostView.Core core = new HostView.Core("0", 0.5, 0, 0.1, 0.02, 0.05, 0, 0.33, history);
        HostView.Stall stall = new HostView.Stall(0.01, 0.005);
        return new HostView(
                moment(missing),
                new HostView.Cpu(core, List.of(core, core)),
                new HostView.Memory(8 * GIB, 2 * GIB, GIB, GIB, GIB, GIB, MIB, 2 * GIB, GIB, 0, 0, 3, 0, history),
                new HostView.Load(3.5, 2.5, 1.5, 4, 1, 2_000, 10, stall, stall, stall, 90_000, history),
                List.of(new HostView.Disk("sda", MIB, 2 * MIB, 10, 20, 0.4, 0.012, 0.003, 0.5, history)),
                List.of(new HostView.FileSystem(
                        "/var", "/dev/sda2", "ext4", 100 * GIB, 10 * GIB, 10 * GIB, 1_000, 900, false)),
                List.of(new HostView.Interface(
                        "eth0", 1.5 * MIB, 300 * 1024, 1_000, 500, 0, 7, 125e6, 1, history, history)),
                List.of(new HostView.Upstream("central", 1_200, 75, "done in 4m", true)),
                List.of());
    }
}
