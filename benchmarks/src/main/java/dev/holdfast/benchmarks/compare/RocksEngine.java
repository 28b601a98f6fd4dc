package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.compare.Question.Answer;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB in this process, as one would use it at first: key = series id and time, big-endian; value = the bits. */
final class RocksEngine implements Engine {
    private static final int KEY_BYTES = Integer.BYTES + Long.BYTES;

    private final Path directory;
    private final CompressionType compression;
    private final Options options;
    private final byte[] key = new byte[KEY_BYTES];
    private final byte[] value = new byte[Long.BYTES];
    private final ByteBuffer keyBuffer = ByteBuffer.wrap(key);
    private final ByteBuffer valueBuffer = ByteBuffer.wrap(value);
    private List<Labels> series = List.of();
    private RocksDB db;

    RocksEngine(Path directory, CompressionType compression) throws IOException {
        RocksDB.loadLibrary();
        this.directory = directory;
        this.compression = compression;
        this.options = new Options()
                .setCreateIfMissing(true)
                .setCompressionType(compression)
                .setBottommostCompressionType(compression);
        this.db = open();
    }

    private RocksDB open() throws IOException {
        try {
            return RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public String title() {
        String name = compression == CompressionType.ZSTD_COMPRESSION ? "ZSTD" : "Snappy";
        return "RocksDB " + RocksDB.rocksdbVersion() + " " + name;
    }

    @Override
    public String remark() {
        return "in process through JNI, log on, names of series not counted";
    }

    @Override
    public void begin(List<Labels> names) {
        series = List.copyOf(names);
    }

    @Override
    public void append(long[] timesMs, double[][] values, int ticks) throws IOException {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions write = new WriteOptions()) {
            for (int t = 0; t < ticks; t++) {
                for (int i = 0; i < series.size(); i++) {
                    put(batch, i, timesMs[t], values[t][i]);
                }
            }
            db.write(write, batch);
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void appendSeries(int index, long[] timesMs, double[] values, int from, int to) throws IOException {
        try (WriteBatch batch = new WriteBatch();
                WriteOptions write = new WriteOptions()) {
            for (int i = from; i < to; i++) {
                put(batch, index, timesMs[i], values[i]);
            }
            db.write(write, batch);
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    private void put(WriteBatch batch, int index, long timeMs, double number) throws RocksDBException {
        keyBuffer.putInt(0, index).putLong(Integer.BYTES, timeMs);
        valueBuffer.putDouble(0, number);
        batch.put(key, value);
    }

    @Override
    public void settle() throws IOException {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            db.flush(flush);
            db.compactRange();
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        return DirectorySize.sizeBytes(
                directory, path -> path.getFileName().toString().endsWith(".sst"));
    }

    @Override
    public double cpuSeconds() {
        return ProcessCpu.ofThisSeconds();
    }

    @Override
    public Supplier<Answer> ask(Question question, long fromMs, long toMs) {
        Answer answer = new Answer(0, 0);
        try (RocksIterator iterator = db.newIterator()) {
            for (int i = 0; i < series.size(); i++) {
                answer = answer.plus(
                        switch (question) {
                            case ONE_SERIES ->
                                Selections.isOne(series.get(i)) ? samples(iterator, i, fromMs, toMs) : new Answer(0, 0);
                            case WINDOWS ->
                                Selections.isWindowed(series.get(i))
                                        ? windows(iterator, i, fromMs + 1, toMs + 1)
                                        : new Answer(0, 0);
                            case LAST_MINUTES -> samples(iterator, i, toMs - Question.WINDOW_MS, toMs);
                            case LATEST -> latest(iterator, i, toMs);
                        });
            }
        }
        Answer found = answer;
        return () -> found;
    }

    private void seek(RocksIterator iterator, int index, long timeMs) {
        keyBuffer.putInt(0, index).putLong(Integer.BYTES, timeMs);
        iterator.seek(key);
    }

    private Answer samples(RocksIterator iterator, int index, long fromMs, long toMs) {
        long count = 0;
        double sum = 0;
        seek(iterator, index, fromMs);
        while (iterator.isValid()) {
            ByteBuffer found = ByteBuffer.wrap(iterator.key());
            if (found.getInt(0) != index || found.getLong(Integer.BYTES) >= toMs) {
                break;
            }
            count++;
            sum += ByteBuffer.wrap(iterator.value()).getDouble();
            iterator.next();
        }
        return new Answer(count, sum);
    }

    private Answer windows(RocksIterator iterator, int index, long fromMs, long toMs) {
        WindowTotals totals = new WindowTotals(fromMs);
        seek(iterator, index, fromMs);
        while (iterator.isValid()) {
            ByteBuffer found = ByteBuffer.wrap(iterator.key());
            if (found.getInt(0) != index || found.getLong(Integer.BYTES) >= toMs) {
                break;
            }
            totals.add(
                    found.getLong(Integer.BYTES),
                    ByteBuffer.wrap(iterator.value()).getDouble());
            iterator.next();
        }
        return totals.answer();
    }

    private Answer latest(RocksIterator iterator, int index, long toMs) {
        keyBuffer.putInt(0, index).putLong(Integer.BYTES, toMs - 1);
        iterator.seekForPrev(key);
        return new Answer(1, ByteBuffer.wrap(iterator.value()).getDouble());
    }

    @Override
    public void restart(IoAction meanwhile) throws IOException {
        db.close();
        meanwhile.run();
        db = open();
    }

    @Override
    public void close() {
        db.close();
        options.close();
    }
}
