package dev.holdfast.forwarder.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A PEM file (RFC 7468): blocks of base64 between lines that name them; text between the blocks is ignored. */
final class PemFile {
    private static final int FILE_BYTES_MAX = 4 << 20; // the system's own bundle has 220 KiB
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private final Path path;
    private final List<Block> blocks = new ArrayList<>();

    /**
     * One block.
     *
     * @param label what the lines call it
     * @param encrypted whether its headers say that it needs a password
     * @param der what it holds
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Block(String label, boolean encrypted, byte[] der) {}

    private PemFile(Path path) {
        this.path = path;
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read or is no PEM; the message names the file and shows nothing of it
     */
    static PemFile read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(FILE_BYTES_MAX + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + path, e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + " cannot be read: permission denied", e);
        } catch (IOException e) {
            throw new IOException(path + " cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > FILE_BYTES_MAX) {
            throw new IOException(path + " is larger than " + FILE_BYTES_MAX + " bytes");
        }
        PemFile file = new PemFile(path);
        file.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        return file;
    }

    Path path() {
        return path;
    }

    List<Block> blocks() {
        return blocks;
    }

    /**
     * The certificates in it, in order.
     *
     * @throws IOException when there is none, or one that cannot be understood
     */
    List<X509Certificate> certificates() throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    CertificateFactory factory = CertificateFactory.getInstance("X.509");
                    found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
                } catch (CertificateException e) {
                    throw new IOException(path + ": certificate " + (found.size() + 1) + " is damaged", e);
                }
            }
        }
        if (found.isEmpty()) {
            throw new IOException(path + " holds no certificate (PEM, \"BEGIN CERTIFICATE\")");
        }
        return found;
    }

    private void parse(String text) throws IOException {
        String label = null;
        boolean encrypted = false;
        StringBuilder body = new StringBuilder();
        for (String raw : text.split("\n", -1)) {
            String line = raw.strip();
            if (label == null) {
                if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                    label = line.substring(BEGIN.length(), Math.max(BEGIN.length(), line.length() - DASHES.length()));
                    encrypted = false;
                    body.setLength(0);
                }
            } else if (line.equals(END + label + DASHES)) {
                blocks.add(new Block(label, encrypted, decode(label, body)));
                label = null;
            } else if (line.indexOf(':') >= 0) {
                encrypted |= line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED");
            } else {
                body.append(line);
            }
        }
        if (label != null) {
            throw new IOException(path + " breaks off in a " + label);
        }
    }

    private byte[] decode(String label, StringBuilder body) throws IOException {
        try {
            return Base64.getDecoder().decode(body.toString());
        } catch (IllegalArgumentException e) {
            // Without the cause, which would quote from what may be a key.
            throw new IOException(path + ": a " + label + " is not base64");
        }
    }
}
