package dev.holdfast.storage.wal;

import dev.holdfast.storage.Damage;
import dev.holdfast.storage.WalEngine;
import dev.holdfast.storage.io.ByteReader;
import dev.holdfast.storage.io.ByteWriter;
import dev.holdfast.storage.io.DiskDirectory;
import dev.holdfast.storage.io.ReadableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Numbered records, and what a reader finds of them. A record is its number and bytes that only the number decides. */
final class LogContents implements SegmentReader.Visitor {
    final List<Integer> records = new ArrayList<>();
    final List<Damage> damages = new ArrayList<>();

    static Wal open(WalEngine engine, Path path, int segmentBytes) throws IOException {
        DiskDirectory directory = new DiskDirectory(path);
        return Wal.open(engine, directory, segmentBytes, WalFiles.segments(directory), 1, false);
    }

    static ByteWriter record(int number) {
        return record(number, 20 + number % 90);
    }

    static ByteWriter record(int number, int length) {
        ByteWriter record = new ByteWriter(length + 8);
        record.u32(number);
        record.u32(length);
        for (int i = 0; i < length; i++) {
            record.u8(number * 31 + i * 7);
        }
        return record;
    }

    /** All segments of a directory, in order. */
    static LogContents read(Path path) throws IOException {
        LogContents contents = new LogContents();
        DiskDirectory directory = new DiskDirectory(path);
        SegmentReader reader = new SegmentReader();
        for (WalFiles.Segment segment : WalFiles.segments(directory)) {
            try (ReadableFile file = directory.open(segment.name())) {
                reader.read(file, segment.id(), contents);
            }
        }
        return contents;
    }

    /** Where the records of a segment end. */
    static int endOf(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (ReadableFile readable = new DiskDirectory(file.getParent()).open(name)) {
            return (int) new SegmentReader().read(readable, WalFiles.segmentId(name), new LogContents());
        }
    }

    @Override
    public void record(ByteReader payload) throws IOException {
        int number = payload.u32();
        int length = payload.u32();
        for (int i = 0; i < length; i++) {
            if (payload.u8() != ((number * 31 + i * 7) & 0xff)) {
                throw payload.wrong("byte of record " + number, "at " + i);
            }
        }
        records.add(number);
    }

    @Override
    public void gap() {}

    @Override
    public void damage(Damage damage) {
        damages.add(damage);
    }

    @Override
    public void flaw(Damage damage) {
        damages.add(damage);
    }
}
