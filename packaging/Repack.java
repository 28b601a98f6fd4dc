import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the jars of a directory again: entries stored, not compressed, since a package that is compressed as a whole is 7 MB
 * smaller then, and classes need not be inflated at a start; without native libraries of other machines, another 3 MB.
 *
 * <pre>java packaging/Repack.java DIR MACHINE EPOCH_SECONDS</pre>
 *
 * MACHINE is what "uname -m" prints, or "all" for every Linux. The order of entries stays. A signed jar stays as it is.
 */
final class Repack {
    private static final String JNA = "com/sun/jna/";
    private static final String SNAPPY = "org/xerial/snappy/native/";

    private final String machine;
    private final LocalDateTime time;

    private Repack(String machine, long epochSeconds) {
        this.machine = machine;
        this.time = LocalDateTime.ofInstant(Instant.ofEpochSecond(epochSeconds), ZoneOffset.UTC);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: java packaging/Repack.java DIR MACHINE EPOCH_SECONDS");
            System.exit(64);
        }
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().collect(Collectors.toList());
        }
        Repack repack = new Repack(arguments[1], Long.parseLong(arguments[2]));
        for (Path jar : jars) {
            repack.rewrite(jar);
        }
    }

    private void rewrite(Path jar) throws IOException {
        Path written = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile from = new ZipFile(jar.toFile())) {
            if (from.stream().anyMatch(entry -> entry.getName().matches("META-INF/[^/]*\\.SF"))) {
                return;
            }
            try (OutputStream file = Files.newOutputStream(written);
                    ZipOutputStream to = new ZipOutputStream(file)) {
                to.setMethod(ZipOutputStream.STORED);
                for (Enumeration<? extends ZipEntry> entries = from.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    if (!entry.isDirectory() && isUsed(entry.getName())) {
                        copy(from, entry, to);
                    }
                }
            }
        }
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void copy(ZipFile from, ZipEntry entry, ZipOutputStream to) throws IOException {
        byte[] bytes;
        try (InputStream in = from.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry stored = new ZipEntry(entry.getName());
        stored.setTimeLocal(time);
        stored.setSize(bytes.length);
        stored.setCrc(crc.getValue());
        to.putNextEntry(stored);
        to.write(bytes);
        to.closeEntry();
    }

    private boolean isUsed(String name) {
        if (name.startsWith(SNAPPY)) {
            return isOf(name.substring(SNAPPY.length()), "Linux/", machine);
        }
        // Next to its packages JNA has a folder for each system, by names such as linux-x86-64.
        if (name.startsWith(JNA) && name.matches(".*/(lib)?jnidispatch\\.[a-z.]+")) {
            return isOf(name.substring(JNA.length()), "linux-", machine.replace('_', '-'));
        }
        return true;
    }

    private boolean isOf(String path, String system, String folder) {
        return path.startsWith(machine.equals("all") ? system : system + folder + "/");
    }
}
