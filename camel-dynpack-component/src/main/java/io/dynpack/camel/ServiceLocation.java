package io.dynpack.camel;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Where the storages of an endpoint lie, as Camel's registry of services, JMX and spans tell it. Without credentials, and without
 * any that an address was given with.
 *
 * @param url      of the storage that the operation works on
 * @param protocol {@code file} or {@code azure-storage-blob}
 * @param metadata addresses by {@code media} and {@code catalog}, as far as they are known
 */
record ServiceLocation(String url, String protocol, Map<String, String> metadata) {
    private static final String FILE = "file";
    private static final String BLOB = "azure-storage-blob";

    /** What looks at no media, or only to see that they are there. */
    private static final Set<DynpackOperation> OF_CATALOG = EnumSet.of(DynpackOperation.publishLocator,
            DynpackOperation.revokeLocator, DynpackOperation.getLocator, DynpackOperation.listLocators,
            DynpackOperation.putStreamingPolicy, DynpackOperation.getStreamingPolicy, DynpackOperation.listStreamingPolicies,
            DynpackOperation.deleteStreamingPolicy, DynpackOperation.putContentKeyPolicy, DynpackOperation.getContentKeyPolicy,
            DynpackOperation.listContentKeyPolicies, DynpackOperation.deleteContentKeyPolicy, DynpackOperation.listContentKeys,
            DynpackOperation.key, DynpackOperation.putFilter, DynpackOperation.getFilter, DynpackOperation.listFilters,
            DynpackOperation.deleteFilter);

    /**
     * Looks at options alone, so that it can be asked for before anything starts.
     *
     * @param beans the one bean of a type that the application has, or {@code null}
     * @return {@code null} where the storage is a bean, or the options do not tell
     */
    static @Nullable ServiceLocation of(DynpackOperation operation, DynpackConfiguration options,
            Function<Class<?>, @Nullable Object> beans) {
        boolean mediaInBlobs = options.getAzureContainer() != null || options.getAzureContainers() != null;
        String media = options.getMediaStorage() != null
                ? null
                : mediaInBlobs ? blobs(options, beans, options.getAzureContainer()) : folder(options.getDirectory());
        boolean catalogInBlobs = options.getAzureCatalogContainer() != null;
        String catalog = options.getCatalogStorage() != null
                ? null
                : catalogInBlobs
                        ? blobs(options, beans, options.getAzureCatalogContainer())
                        : folder(options.getCatalogDirectory());
        String url = OF_CATALOG.contains(operation) ? catalog : media;
        if (url == null) {
            return null;
        }
        Map<String, String> known = new LinkedHashMap<>();
        if (media != null) {
            known.put("media", media);
        }
        if (catalog != null) {
            known.put("catalog", catalog);
        }
        boolean inBlobs = OF_CATALOG.contains(operation) ? catalogInBlobs : mediaInBlobs;
        return new ServiceLocation(url, inBlobs ? BLOB : FILE, Map.copyOf(known));
    }

    /** @param container {@code null} where each asset has its own */
    private static @Nullable String blobs(DynpackConfiguration options, Function<Class<?>, @Nullable Object> beans,
            @Nullable String container) {
        String account = AzureStorages.address(options, beans);
        return account == null || container == null ? account : account + (account.endsWith("/") ? "" : "/") + container;
    }

    private static @Nullable String folder(@Nullable String directory) {
        try {
            return directory == null ? null : Path.of(directory).toAbsolutePath().normalize().toUri().toString();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
