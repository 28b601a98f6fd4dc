package dev.holdfast.agent.screen;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is seen of a host at a moment, and in the window of time before it. Numbers that are not known are NaN, in histories too;
 * shares are from 0 to 1, rates a second over the step. Immutable.
 *
 * @param moment which moment, and what there is around it
 * @param disks in the order of their names; so are the lists below
 * @param upstreams receivers of samples, with the backlog of now, whatever the moment
 */
record HostView(
        Moment moment,
        Cpu cpu,
        Memory memory,
        Load load,
        List<Disk> disks,
        List<FileSystem> fileSystems,
        List<Interface> interfaces,
        List<Upstream> upstreams,
        List<Gap> gaps) {

    /** All processors together, and each. */
    record Cpu(Core total, List<Core> cores) {}

    /**
     * A processor.
     *
     * @param name its number; empty for all together
     * @param system irq and softirq not among it
     * @param irq irq and softirq
     * @param busyHistory share of the time in which it was neither idle nor waiting for I/O, one for each part of the window
     */
    record Core(
            String name,
            double user,
            double nice,
            double system,
            double irq,
            double iowait,
            double steal,
            double idle,
            double[] busyHistory) {
        /** Neither idle nor waiting for I/O. */
        double busy() {
            return user + nice + system + irq + steal;
        }
    }

    /** Memory and swap, bytes; {@code oomKills} are those of the window, {@code usedHistory} is the share that is not available. */
    record Memory(
            double total,
            double available,
            double free,
            double buffers,
            double cached,
            double shared,
            double dirty,
            double swapTotal,
            double swapFree,
            double swapInPages,
            double swapOutPages,
            double majorFaults,
            double oomKills,
            double[] usedHistory) {
        /** As {@code free} has it: what is not available. */
        double used() {
            return total - available;
        }

        double swapUsed() {
            return swapTotal - swapFree;
        }
    }

    /** How much work waits. Stalls are shares of the time. */
    record Load(
            double one,
            double five,
            double fifteen,
            double running,
            double blocked,
            double contextSwitches,
            double forks,
            Stall cpu,
            Stall io,
            Stall memory,
            double uptimeSeconds,
            double[] oneHistory) {}

    /** Pressure: some task waited, all of them did. */
    record Stall(double some, double full) {}

    /** A disk. Latencies are seconds an operation. */
    record Disk(
            String name,
            double readBytes,
            double writeBytes,
            double reads,
            double writes,
            double utilisation,
            double readLatency,
            double writeLatency,
            double queue,
            double[] utilisationHistory) {}

    /** A file system, bytes as {@code df} has them. */
    record FileSystem(
            String mount,
            String device,
            String type,
            double size,
            double free,
            double available,
            double files,
            double filesFree,
            boolean readOnly) {
        double used() {
            return size - free;
        }

        /** Of what an ordinary user may use. */
        double usedShare() {
            return used() / (used() + available);
        }

        double filesUsedShare() {
            return files > 0 ? (files - filesFree) / files : Double.NaN;
        }
    }

    /** A network interface; {@code speedBytes} of the link a second. */
    record Interface(
            String name,
            double receiveBytes,
            double transmitBytes,
            double receivePackets,
            double transmitPackets,
            double errors,
            double drops,
            double speedBytes,
            double up,
            double[] receiveHistory,
            double[] transmitHistory) {}

    /**
     * A receiver of samples.
     *
     * @param oldestAgeSeconds age of the oldest sample that is to be sent, 0 when there is none
     * @param state what can be said of it in a few words
     */
    record Upstream(String name, double pendingSamples, double oldestAgeSeconds, String state, boolean trouble) {}

    /** A stretch of time without data, milliseconds since the epoch, and why. */
    record Gap(long fromMs, long toMs, String why) {}

    /**
     * The moment.
     *
     * @param host name of the host that is looked at
     * @param hosts names of all hosts that the store has data of around that moment
     * @param atMs the moment: that of the newest tick at or before the one that was asked for; that one itself when there is no data
     * @param live whether it moves on with the clock
     * @param intervalMs between ticks
     * @param stepMs what rates are taken over
     * @param windowMs what histories go back
     * @param firstMs time of the first sample in the store
     * @param lastMs time of the last one
     * @param nowMs wall time when this was read
     * @param missing the stretch without data that the moment lies in, null when there is data
     * @param agent who writes to the data directory
     * @param remark something that the user should know, or empty
     */
    record Moment(
            String host,
            List<String> hosts,
            long atMs,
            boolean live,
            long intervalMs,
            long stepMs,
            long windowMs,
            long firstMs,
            long lastMs,
            long nowMs,
            @Nullable Gap missing,
            AgentLook.Kind agent,
            String remark) {
        boolean hasData() {
            return missing == null;
        }

        /** The same at another moment, of which it is not known yet whether there is data. */
        Moment at(long otherMs) {
            return new Moment(
                    host,
                    hosts,
                    otherMs,
                    false,
                    intervalMs,
                    stepMs,
                    windowMs,
                    firstMs,
                    lastMs,
                    nowMs,
                    null,
                    agent,
                    remark);
        }
    }
}
