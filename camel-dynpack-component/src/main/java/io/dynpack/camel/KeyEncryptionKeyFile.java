package io.dynpack.camel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

import io.dynpack.keys.KeyEncryption;
import io.dynpack.keys.KeyEncryptionKeys;

/** A file with a key-encryption key: 32 bytes in Base64, on one line. */
public final class KeyEncryptionKeyFile {
    private static final int MAX_LENGTH = 4096;

    private KeyEncryptionKeyFile() {}

    /**
     * Makes a file with a random key where there is none, readable by its owner alone. Of several who do so at the same time all
     * use the file of one.
     *
     * @return whether it was made
     */
    public static boolean createIfAbsent(Path file) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        byte[] key = new byte[KeyEncryptionKeys.SIZE];
        new SecureRandom().nextBytes(key);
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // a whole file appears, or none
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".new", ownerOnly());
        try {
            Files.writeString(temporary, Base64.getEncoder().encodeToString(key) + "\n", StandardCharsets.US_ASCII);
            try {
                Files.createLink(file, temporary);
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (FileSystemException | UnsupportedOperationException e) {
                // a file system without hard links; the temporary file is of the same folder, so that a whole file appears here too
                Files.move(temporary, file);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    /** @throws DynpackException where the file cannot be read, or holds no key; does not show it */
    static byte[] read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_LENGTH) {
                throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " bytes");
            }
            return KeyEncryptionKeys.parse(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new DynpackException("dynpack cannot read the file " + file + " of its option keyEncryptionKeyFile: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new DynpackException("the file " + file + " of dynpack's option keyEncryptionKeyFile " + e.getMessage()
                    + "; it holds 32 bytes in Base64", e);
        }
    }

    /** What the options say; {@link KeyEncryption#NONE} where they say nothing. */
    static KeyEncryption encryption(DynpackConfiguration options) {
        List<byte[]> previous = OptionChecks.keys(options.getPreviousKeyEncryptionKeys()).stream().map(KeyEncryptionKeys::parse)
                .toList();
        String key = options.getKeyEncryptionKey();
        String file = options.getKeyEncryptionKeyFile();
        return key == null && file == null
                ? KeyEncryption.NONE
                : new KeyEncryptionKeys(key != null ? KeyEncryptionKeys.parse(key) : read(String.valueOf(file)), previous);
    }
}
