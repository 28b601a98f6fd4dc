package dev.holdfast.agent.sampling;

import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The machine and its disks as series, once the inventory has been read; until then there is nothing to say. */
public final class InventoryCollector implements Collector {
    private volatile @Nullable HostInventory inventory;
    private boolean given;
    private final InfoSeries machine = new InfoSeries("node_dmi_info");
    private final List<Integer> disks = new ArrayList<>();

    /** A collector without an inventory. */
    public InventoryCollector() {}

    /** Sets what there is; from any thread. */
    public void accept(HostInventory value) {
        inventory = value;
    }

    @Override
    public String name() {
        return "dmi";
    }

    @Override
    public boolean collect(SampleSink sink) {
        HostInventory known = inventory;
        if (known == null) {
            return false;
        }
        given = true;
        machine.add(sink, known.machine().toArray(new String[0]));
        if (disks.isEmpty()) {
            for (HostInventory.Disk disk : known.disks()) {
                disks.add(sink.series(
                        "node_disk_info", "device", disk.device(), "model", disk.model(), "serial", disk.serial()));
            }
        }
        for (int i = 0; i < disks.size(); i++) {
            sink.add(disks.get(i), 1);
        }
        return true;
    }

    /** Between two runs the inventory may come in: what counts is whether it was there at the last one. */
    @Override
    public boolean mayStillGive(Labels series) {
        String name = series.metricName();
        return !given && (name.equals("node_dmi_info") || name.equals("node_disk_info"));
    }
}
