package dev.holdfast.agent.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Views of hosts of every kind: none or many devices, odd names, numbers that are not known or out of bounds. */
final class RandomView {
    private final Random random;

    RandomView(Random random) {
        this.random = random;
    }

    HostView view() {
        List<HostView.Core> cores = new ArrayList<>();
        for (int i = random.nextInt(random.nextBoolean() ? 5 : 200); i > 0; i--) {
            cores.add(core(Integer.toString(cores.size())));
        }
        List<HostView.Disk> disks = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            disks.add(new HostView.Disk(
                    name(), number(), number(), number(), number(), share(), number(), number(), number(), history()));
        }
        List<HostView.FileSystem> fileSystems = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            fileSystems.add(new HostView.FileSystem(
                    "/" + name(),
                    name(),
                    name(),
                    number(),
                    number(),
                    number(),
                    number(),
                    number(),
                    random.nextBoolean()));
        }
        List<HostView.Interface> interfaces = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            interfaces.add(new HostView.Interface(
                    name(),
                    number(),
                    number(),
                    number(),
                    number(),
                    number(),
                    number(),
                    number(),
                    random.nextInt(2),
                    history(),
                    history()));
        }
        List<HostView.Upstream> upstreams = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            upstreams.add(new HostView.Upstream(name(), number(), number(), name(), random.nextBoolean()));
        }
        List<HostView.Gap> gaps = new ArrayList<>();
        for (int i = random.nextInt(9); i > 0; i--) {
            gaps.add(gap());
        }
        HostView.Memory memory = new HostView.Memory(
                number(), number(), number(), number(), number(), number(), number(), number(), number(), number(),
                number(), number(), number(), history());
        HostView.Stall stall = new HostView.Stall(share(), share());
        HostView.Load load = new HostView.Load(
                number(), number(), number(), number(), number(), number(), number(), stall, stall, stall, number(),
                history());
        return new HostView(
                moment(),
                new HostView.Cpu(core(""), cores),
                memory,
                load,
                disks,
                fileSystems,
                interfaces,
                upstreams,
                gaps);
    }

    private HostView.Moment moment() {
        List<String> hosts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            hosts.add(name());
        }
        long atMs = random.nextLong(4_000_000_000_000L);
        AgentLook.Kind[] kinds = AgentLook.Kind.values();
        return new HostView.Moment(
                name(),
                hosts,
                atMs,
                random.nextBoolean(),
                1 + random.nextInt(60_000),
                1 + random.nextInt(60_000),
                1 + random.nextLong(86_400_000_000L),
                atMs - random.nextLong(1_000_000_000L),
                atMs + random.nextLong(1_000_000_000L),
                atMs + random.nextLong(1_000_000_000L),
                random.nextInt(3) == 0 ? gap() : null,
                kinds[random.nextInt(kinds.length)],
                random.nextInt(4) == 0 ? name() : "");
    }

    private HostView.Gap gap() {
        long fromMs = random.nextLong(4_000_000_000_000L);
        return new HostView.Gap(fromMs, fromMs + random.nextLong(400_000_000L), name());
    }

    private HostView.Core core(String name) {
        return new HostView.Core(name, share(), share(), share(), share(), share(), share(), share(), history());
    }

    private double[] history() {
        double[] history = new double[random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(600)];
        for (int i = 0; i < history.length; i++) {
            history[i] = random.nextBoolean() ? share() : number();
        }
        return history;
    }

    private double share() {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> -0.01;
            case 2 -> 1.3;
            default -> random.nextDouble();
        };
    }

    private double number() {
        return switch (random.nextInt(9)) {
            case 0 -> Double.NaN;
            case 1 -> 0;
            case 2 -> -1;
            case 3 -> Double.POSITIVE_INFINITY;
            case 4 -> 1e18 * random.nextDouble();
            default -> Math.pow(10, random.nextInt(14)) * random.nextDouble();
        };
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        String odd = "\u001b[31m\u0000\n\t\u4e2d\ud83d\ude00\u0301\u00e9\u202e\"/ ";
        for (int i = random.nextInt(random.nextInt(9) == 0 ? 300 : 20); i > 0; i--) {
            name.append(
                    random.nextInt(10) == 0
                            ? odd.charAt(random.nextInt(odd.length()))
                            : (char) ('a' + random.nextInt(26)));
        }
        return name.toString();
    }
}
