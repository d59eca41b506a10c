package io.dynpack.publishing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Under which names the documents lie in the storage. */
final class CatalogNames {
    static final String ASSETS = "catalog/assets/";
    static final String LOCATORS = "catalog/streamingLocators/";

    static final String LOCATOR_NAMES = "catalog/streamingLocatorNames/";
    private static final String SECRETS = "catalog/secrets/";
    static final String POLICIES = "catalog/streamingPolicies/";
    static final String CONTENT_KEYS = "catalog/contentKeys/";
    static final String CONTENT_KEY_POLICIES = "catalog/contentKeyPolicies/";
    static final String ACCOUNT_FILTERS = "catalog/accountFilters/";
    private static final String MIGRATIONS = "catalog/migrations/";
    private static final String DECLARED = "catalog/declared/";
    private static final String SUFFIX = ".json";
    private static final int MAX_NAME = 1024;
    /** File systems hold 255 bytes, with the temporary files of writers. */
    private static final int MAX_ENCODED = 180;
    private static final int KEPT = 100;
    private static final int GUID = 36;

    private CatalogNames() {}

    /** Whether a resource can have this name, which may be {@code null}. */
    static boolean isName(@Nullable String name) {
        return name != null && !name.isEmpty() && name.length() <= MAX_NAME
                && name.chars().noneMatch(Character::isISOControl) && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    /** @throws IllegalArgumentException for an absent, empty or overlong name or one with control characters */
    static String require(@Nullable String name) {
        if (name == null || !isName(name)) {
            throw new IllegalArgumentException(
                    "a resource needs a name of 1 to " + MAX_NAME + " characters, none of them a control");
        }
        return name;
    }

    static String asset(String name) {
        return ASSETS + encode(name) + SUFFIX;
    }

    static String policy(String name) {
        return POLICIES + encode(name) + SUFFIX;
    }

    static String accountFilter(String name) {
        return ACCOUNT_FILTERS + encode(folded(name)) + SUFFIX;
    }

    static String assetFilter(String assetName, String name) {
        return assetFilters(assetName) + encode(folded(name)) + SUFFIX;
    }

    /** The folder of the filters of an asset. */
    static String assetFilters(String assetName) {
        return ofAsset(assetName) + "assetFilters/";
    }

    /** The folder of the tracks of an asset. */
    static String tracks(String assetName) {
        return ofAsset(assetName) + "tracks/";
    }

    static String track(String assetName, String name) {
        return tracks(assetName) + encode(folded(name)) + SUFFIX;
    }

    /** The document that becomes another one whenever a track of the asset does. */
    static String tracksChanged(String assetName) {
        return ofAsset(assetName) + "tracksChanged" + SUFFIX;
    }

    /** The folder of what belongs to an asset; it never has the name of a document of another asset. */
    private static String ofAsset(String assetName) {
        String folder = encode(assetName);
        if (folder.toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
            int dot = folder.length() - SUFFIX.length();
            folder = folder.substring(0, dot) + "~2e" + folder.substring(dot + 1);
        }
        return ASSETS + folder + "/";
    }

    /** What all names are that differ in case only: filters and tracks are found in any case. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static String secret(String name) {
        return SECRETS + encode(name) + SUFFIX;
    }

    /** @param assetName {@code null} for the account */
    static String declared(@Nullable String assetName) {
        return DECLARED + (assetName == null ? "account" : "assets/" + encode(assetName)) + SUFFIX;
    }

    static String locatorName(String name) {
        return LOCATOR_NAMES + encode(name);
    }

    static String locator(UUID id) {
        String text = id.toString();
        return LOCATORS + text.substring(0, 2) + "/" + text + SUFFIX;
    }

    /** Notes that what an older version stored was brought to the form of this one. */
    static String migration(String name) {
        return MIGRATIONS + encode(name) + SUFFIX;
    }

    static String contentKey(UUID id) {
        String text = id.toString();
        return CONTENT_KEYS + text.substring(0, 2) + "/" + text + SUFFIX;
    }

    /** Which key the document of a key is of; empty for what lies there otherwise, such as a note of a locator. */
    static Optional<UUID> contentKey(String document) {
        return locatorOfKey(document).filter(id -> document.equals(contentKey(id)));
    }

    /** The folder of the notes which locators have a key. */
    static String locatorsOfKey(UUID id) {
        String text = id.toString();
        return CONTENT_KEYS + text.substring(0, 2) + "/" + text + "/";
    }

    static String locatorOfKey(UUID id, UUID locatorId) {
        return locatorsOfKey(id) + locatorId + SUFFIX;
    }

    /** Of which locator a note is; empty for what lies there otherwise. */
    static Optional<UUID> locatorOfKey(String document) {
        String name = document.substring(document.lastIndexOf('/') + 1);
        if (name.length() != GUID + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(name.substring(0, GUID)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String contentKeyPolicy(String name) {
        return CONTENT_KEY_POLICIES + encode(name) + SUFFIX;
    }

    /**
     * Letters, digits, {@code _}, {@code -} and dots inside stay; any other byte of UTF-8 becomes {@code ~} and two hexadecimal
     * digits. A long name is cut and ends with {@code ~~} and its hash, which no short one contains.
     */
    static String encode(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
                    || c == '.' && i > 0 && i < bytes.length - 1;
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "~%02x", (int) c));
            }
        }
        return out.length() <= MAX_ENCODED ? out.toString() : out.substring(0, KEPT) + "~~" + sha256(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
