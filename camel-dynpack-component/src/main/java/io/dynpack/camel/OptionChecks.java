package io.dynpack.camel;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.spi.PropertyConfigurerGetter;
import org.jspecify.annotations.Nullable;

import io.dynpack.ingest.Overwrite;
import io.dynpack.keys.KeyEncryptionKeys;
import io.dynpack.keys.KeySeed;
import io.dynpack.origin.OriginOptions;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.TextForm;
import io.dynpack.url.Format;

/** Looks at every option before anything starts, and tells of all that cannot be used at once: name, value, what is allowed. */
public final class OptionChecks {
    private static final Map<String, TextForm> TEXT_FORMS = new TreeMap<>(
            Map.of("stpp", TextForm.IMSC1, "webvtt", TextForm.WEBVTT, "wvtt", TextForm.WVTT));

    /** As Camel reads them: milliseconds, units one behind the other, or ISO 8601. */
    private static final Pattern DURATION = Pattern.compile("(?i)-?[0-9]+|([0-9]+(d|h|m|s|ms))+|[+-]?P.+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final Duration LONGEST_FRAGMENT = Duration.ofSeconds(20);

    private final List<String> problems = new ArrayList<>();

    private OptionChecks() {}

    /**
     * Whether a text is written as one of a type: Camel makes 0 of what is no duration and no number.
     *
     * @param type of the option; any text is one of most types
     */
    static boolean isOf(Class<?> type, String text) {
        if (text.startsWith("#")) {
            return true;
        }
        // those of type long are Camel's own, such as the delay between two polls, and it reads units there too
        if (type == Duration.class || type == long.class) {
            return DURATION.matcher(text).matches();
        }
        return type != int.class || NUMBER.matcher(text).matches();
    }

    /**
     * Before Camel reads them.
     *
     * @param given options of an endpoint or a component, as they are written
     * @param types of options by their names
     * @throws DynpackException where one is no duration or no number; names each of them
     */
    static void requireWritten(Map<String, Object> given, PropertyConfigurerGetter types) {
        OptionChecks checks = new OptionChecks();
        given.forEach((name, value) -> {
            Class<?> type = types.getOptionType(name, true);
            if (type != null && value instanceof String text && !isOf(type, text)) {
                checks.problem(name, text, type == int.class ? "a number" : "a duration, such as 500ms, 5s or 3d");
            }
        });
        checks.finish();
    }

    /** @throws DynpackException where an option has a value that it cannot have; names each of them */
    static void require(DynpackConfiguration options) {
        OptionChecks checks = new OptionChecks();
        checks.shared(options);
        checks.ofEndpoints(options);
        checks.finish();
    }

    /** As {@link #require}, and whether it is said where media and catalog lie. */
    static void requireStorages(DynpackConfiguration options) {
        OptionChecks checks = new OptionChecks();
        if (options.getMediaStorage() == null) {
            checks.storage("mediaStorage",
                    List.of("directory", "azureContainer", "azureContainers"),
                    Arrays.asList(options.getDirectory(), options.getAzureContainer(), options.getAzureContainers()));
            String directory = options.getDirectory();
            if (directory != null && !isFolder(directory)) {
                checks.problem("directory", directory, "a folder that exists");
            }
        }
        if (options.getCatalogStorage() == null) {
            checks.storage("catalogStorage", List.of("catalogDirectory", "azureCatalogContainer"),
                    Arrays.asList(options.getCatalogDirectory(), options.getAzureCatalogContainer()));
        }
        checks.shared(options);
        checks.ofEndpoints(options);
        checks.finish();
    }

    private void storage(String bean, List<String> names, List<String> values) {
        long set = values.stream().filter(Objects::nonNull).count();
        if (set == 0) {
            problems.add(names.get(0) + " is not set: name a folder, or set "
                    + String.join(", ", names.subList(1, names.size())) + " or " + bean + " in its place");
        } else if (set > 1) {
            problems.add("only one of " + String.join(", ", names) + " can be set");
        }
    }

    private static boolean isFolder(String directory) {
        try {
            return Files.isDirectory(Path.of(directory));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private void finish() {
        if (!problems.isEmpty()) {
            throw new DynpackException("dynpack cannot start with "
                    + (problems.size() == 1 ? "this option: " : "these options: ") + String.join("; ", problems));
        }
    }

    private void shared(DynpackConfiguration options) {
        duration("fragmentDuration", options.getFragmentDuration(), Duration.ofMillis(1), LONGEST_FRAGMENT);
        duration("freshness", options.getFreshness(), Duration.ZERO, Duration.ofDays(1));
        duration("azureTimeout", options.getAzureTimeout(), Duration.ofMillis(100), Duration.ofHours(1));
        number("maxAssets", options.getMaxAssets(), 1);
        number("catalogCacheSize", options.getCatalogCacheSize(), 0);
        number("maxOpenFiles", options.getMaxOpenFiles(), 1);
        number("maxConcurrentReads", options.getMaxConcurrentReads(), 1);
        number("maxWaitingReads", options.getMaxWaitingReads(), 0);
        size("indexCacheSize", options.getIndexCacheSize());
        size("manifestCacheSize", options.getManifestCacheSize());
        size("readMemory", options.getReadMemory());
        secret("contentKeySeed", options.getContentKeySeed(), KeySeed::parse);
        if (options.getKeyEncryptionKey() != null && options.getKeyEncryptionKeyFile() != null) {
            problems.add("only one of keyEncryptionKey, keyEncryptionKeyFile can be set");
        }
        secret("keyEncryptionKey", options.getKeyEncryptionKey(), KeyEncryptionKeys::parse);
        for (String previous : keys(options.getPreviousKeyEncryptionKeys())) {
            secret("previousKeyEncryptionKeys", previous, KeyEncryptionKeys::parse);
        }
        for (String codec : codecs(options.getRefusedCodecs())) {
            word("refusedCodecs", codec, Packagings.codecs());
        }
        word("hlsCmafText", options.getHlsCmafText(), List.copyOf(TEXT_FORMS.keySet()));
        word("dashText", options.getDashText(), List.of("stpp", "wvtt"));
        if (options.getCredentialType() != null) {
            word("credentialType", options.getCredentialType(),
                    List.of("AZURE_IDENTITY", "SHARED_ACCOUNT_KEY", "AZURE_SAS", "CONNECTION_STRING"));
        }
        if (options.getAzureEndpoint() != null && !isHttp(options.getAzureEndpoint())) {
            problem("azureEndpoint", options.getAzureEndpoint(), "an address that begins with https:// or http://");
        }
    }

    /** Keys of a list; empty for {@code null}. */
    static List<String> keys(@Nullable String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(",")).map(String::strip).filter(key -> !key.isEmpty()).toList();
    }

    /** Says what is wrong with it and never shows it. */
    private void secret(String name, @Nullable String value, Consumer<String> parse) {
        try {
            if (value != null) {
                parse.accept(value);
            }
        } catch (IllegalArgumentException e) {
            problems.add(name + " " + e.getMessage());
        }
    }

    /** What an option says text is written as. */
    static TextForm textForm(String word) {
        return TEXT_FORMS.getOrDefault(word.toLowerCase(Locale.ROOT), TextForm.IMSC1);
    }

    /** Codecs of a list; empty for {@code null}. */
    static Set<String> codecs(@Nullable String list) {
        return list == null
                ? Set.of()
                : Arrays.stream(list.split(",")).map(String::strip).filter(codec -> !codec.isEmpty())
                        .collect(Collectors.toSet());
    }

    private void ofEndpoints(DynpackConfiguration options) {
        word("overwrite", options.getOverwrite(),
                Arrays.stream(Overwrite.values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList());
        word("responseMode", options.getResponseMode(), List.of("auto", "message"));
        word("readLock", options.getReadLock(),
                Arrays.stream(ReadLock.values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList());
        duration("manifestMaxAge", options.getManifestMaxAge(), Duration.ZERO, Duration.ofDays(365));
        duration("fragmentMaxAge", options.getFragmentMaxAge(), Duration.ZERO, Duration.ofDays(365));
        duration("readLockMinAge", options.getReadLockMinAge(), Duration.ZERO, Duration.ofDays(1));
        number("maxInFlight", options.getMaxInFlight(), 1);
        number("maxInFlightPerClient", options.getMaxInFlightPerClient(), 0);
        duration("warmUp", options.getWarmUp(), Duration.ZERO, Duration.ofMinutes(5));
        duration("firstByteTimeout", options.getFirstByteTimeout(), Duration.ofMillis(100), Duration.ofHours(1));
        number("keyRequestsPerMinute", options.getKeyRequestsPerMinute(), 0);
        number("pageSize", options.getPageSize(), 1, 1000);
        if (options.getFormat() != null) {
            Format format = Format.of(options.getFormat());
            if (format == null || !OriginOptions.SUPPORTED.contains(format)) {
                problem("format", options.getFormat(), "one of " + words());
            }
        }
        String base = options.getBasePath();
        if (base != null && !base.isEmpty() && !base.startsWith("/")) {
            problem("basePath", base, "empty, or a path that begins with /");
        }
        String keys = options.getKeyDeliveryUrl();
        if (keys == null || !keys.startsWith("/") && !isHttp(keys) || keys.chars().anyMatch(c -> c <= ' ' || c == '"')) {
            problem("keyDeliveryUrl", keys, "a path that begins with /, or an address such as https://keys.example.com/");
        }
        String marker = options.getMarkerName();
        if (marker == null || marker.isBlank() || marker.indexOf('/') >= 0) {
            problem("markerName", marker, "the name of a file, without /");
        }
        String policy = options.getStreamingPolicy();
        if (policy == null || policy.isBlank()) {
            problem("streamingPolicy", policy, "the name of a streaming policy");
        }
        String origins = options.getCorsAllowedOrigins();
        if (origins == null || !origins.isEmpty() && !origins.equals("*") && !isHttp(origins)) {
            problem("corsAllowedOrigins", origins, "empty, * or one origin such as https://player.example.com");
        }
    }

    /** The formats that there are, for a message. */
    public static String words() {
        return Arrays.stream(Format.values()).filter(OriginOptions.SUPPORTED::contains).map(Format::word)
                .collect(Collectors.joining(", "));
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void word(String name, @Nullable String value, List<String> allowed) {
        if (value == null || allowed.stream().noneMatch(value::equalsIgnoreCase)) {
            problem(name, value, "one of " + String.join(", ", allowed));
        }
    }

    private void number(String name, long value, long least) {
        number(name, value, least, Integer.MAX_VALUE);
    }

    private void number(String name, long value, long least, long most) {
        if (value < least || value > most) {
            problem(name, Long.toString(value), "a number from " + least + " to " + most);
        }
    }

    private void size(String name, @Nullable String value) {
        try {
            if (value != null && ByteSize.parse(value) >= 0) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // told below, with the values that it can have
        }
        problem(name, value, "bytes from 0 up, such as 268435456 or 256MB");
    }

    private void duration(String name, @Nullable Duration value, Duration least, Duration most) {
        if (value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problem(name, value == null ? null : text(value), "from " + text(least) + " to " + text(most)
                    + ", such as 500ms, 5s or 3d");
        }
    }

    /** As options are written. */
    private static String text(Duration duration) {
        if (duration.toMillis() % 1000 != 0 || duration.isZero()) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds + "s";
    }

    private void problem(String name, @Nullable String value, String allowed) {
        problems.add(name + "=" + (value == null ? "" : value) + " must be " + allowed);
    }
}
