package dev.holdfast.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.storage.sstable.BloomTotals;
import dev.holdfast.storage.sstable.ClassTotals;
import dev.holdfast.storage.sstable.SeriesClass;
import dev.holdfast.storage.survey.FileKind;
import dev.holdfast.storage.survey.FileTotals;
import dev.holdfast.storage.survey.StorageReport;
import dev.holdfast.storage.testing.SimulatedDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The accounts of a directory add up to what is in it. */
class StorageSurveyTest {
    private static final long T0 = 1_795_327_200_000L; // a multiple of two hours
    private static final int TICKS = 3 * 3600;
    private static final long END = T0 + TICKS * 1000L;

    private final SimulatedDirectory directory = new SimulatedDirectory();

    /** A series of each class but one, the last with a NaN in it now and then. */
    private void fill() throws IOException {
        Random random = new Random(3);
        long counter = 0;
        try (Store store = Store.open(directory, StoreOptions.defaults().withClock(() -> END));
                BulkLoader loader = store.bulkLoader(false)) {
            for (int tick = 0; tick < TICKS; tick++) {
                counter = tick == 5000 ? 0 : counter + random.nextInt(9);
                long time = T0 + tick * 1000L;
                add(loader, "constant", time, 7.25);
                add(loader, "integer_counter", time, (double) counter);
                add(loader, "decimal_counter", time, counter / 100.0);
                add(loader, "integer_gauge", time, random.nextInt(50));
                add(loader, "decimal_gauge", time, random.nextInt(500) / 10.0);
                add(loader, "true_float", time, random.nextGaussian());
                add(loader, "other", time, tick % 100 == 0 ? Double.NaN : tick % 7);
            }
            loader.finish();
            store.compactFully();
        }
    }

    private static void add(BulkLoader loader, String name, long timestampMs, double value) throws IOException {
        loader.add(Labels.of("__name__", name), timestampMs, Double.doubleToRawLongBits(value));
    }

    private StorageReport survey() throws IOException {
        try (StoreReader reader = StoreReader.open(directory)) {
            return reader.survey();
        }
    }

    @Test
    void everyByteOfTheSstablesIsAccountedFor() throws IOException {
        fill();
        StorageReport report = survey();
        assertEquals(2, report.partitions().size());
        assertEquals((long) SeriesClass.values().length * TICKS, report.samples());
        long bytes = report.partitions().stream()
                .mapToLong(partition -> partition.bytes())
                .sum();
        assertEquals(bytes, report.bytes().total());
        assertEquals(
                bytes,
                report.files().getOrDefault(FileKind.SSTABLE, FileTotals.NONE).bytes());
        assertTrue(report.partitions().get(0).isSealed(), report.toString());
        long inFiles = 0;
        for (String name : directory.list()) {
            inFiles += directory.content(name).length;
        }
        assertEquals(inFiles, report.directoryBytes());
    }

    @Test
    void seriesAreClassedByTheirStatisticsAndTheirBytesAddUp() throws IOException {
        fill();
        Map<SeriesClass, ClassTotals> classes = survey().classes();
        for (SeriesClass kind : SeriesClass.values()) {
            ClassTotals totals = classes.getOrDefault(kind, ClassTotals.NONE);
            assertEquals(1, totals.mostSeries(), kind.toString());
            assertEquals(TICKS, totals.samples(), kind.toString());
        }
        long values =
                classes.values().stream().mapToLong(ClassTotals::valueBytes).sum();
        long rounding = SeriesClass.values().length * 2L; // each file's share of each class is rounded
        assertTrue(Math.abs(survey().bytes().values() - values) <= rounding, classes.toString());
        long rollups =
                classes.values().stream().mapToLong(ClassTotals::rollupBytes).sum();
        assertTrue(rollups > 0 && rollups < survey().bytes().rollups(), classes.toString()); // whose times count too
        assertTrue(bytes(classes, SeriesClass.CONSTANT) < 1000);
        assertTrue(bytes(classes, SeriesClass.TRUE_FLOAT) > bytes(classes, SeriesClass.INTEGER_GAUGE));
    }

    private static long bytes(Map<SeriesClass, ClassTotals> classes, SeriesClass kind) {
        return classes.getOrDefault(kind, ClassTotals.NONE).valueBytes();
    }

    @Test
    void bloomFiltersAreWrongAsOftenAsTheyShould() throws IOException {
        try (Store store = Store.open(directory, StoreOptions.defaults().withClock(() -> T0));
                BulkLoader loader = store.bulkLoader(false)) {
            for (int i = 0; i < 3000; i++) {
                loader.add(Labels.of("__name__", "m", "i", Integer.toString(i)), T0, 0);
            }
            loader.finish();
        }
        BloomTotals bloom = survey().bloom();
        assertEquals(3001, bloom.keys());
        assertTrue(bloom.bits() >= 10 * bloom.keys(), bloom.toString());
        assertEquals(0.008, bloom.expectedRate(), 0.001);
        assertEquals(bloom.expectedRate(), bloom.measuredRate(), 0.008, bloom.toString());
        assertTrue(bloom.falsePositives() > 0, bloom.toString());
        assertEquals(0.5, (double) bloom.bitsSet() / bloom.bits(), 0.05);
    }

    @Test
    void filesBesideTheStoreAreNamedByKind() throws IOException {
        fill();
        directory.put("20261122T060000Z-000099.sst", new byte[100]);
        directory.put("20261122T060000Z-000098.sst.damaged", new byte[200]);
        directory.put("20261122T060000Z-000097.sst.tmp", new byte[300]);
        directory.put("core", new byte[400]);
        Map<FileKind, FileTotals> files = survey().files();
        assertEquals(new FileTotals(1, 100), files.get(FileKind.UNLISTED_SSTABLE));
        assertEquals(new FileTotals(1, 200), files.get(FileKind.PUT_ASIDE));
        assertEquals(new FileTotals(1, 300), files.get(FileKind.TEMPORARY));
        assertEquals(new FileTotals(1, 400), files.get(FileKind.OTHER));
        assertTrue(files.containsKey(FileKind.LOG), files.toString());
    }

    @Test
    void aFileWithADamagedIndexIsNamedAndTheRestIsCounted() throws IOException {
        fill();
        String first = directory.list().stream()
                .filter(name -> name.endsWith(".sst"))
                .findFirst()
                .orElseThrow();
        directory.flip(first, directory.content(first).length - 20, 0x10);
        StorageReport report = survey();
        assertEquals(1, report.unreadable().size());
        assertEquals(first, report.unreadable().get(0).file());
        assertEquals(2, report.partitions().size());
        assertFalse(report.classes().isEmpty());
    }
}
