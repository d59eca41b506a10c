package io.dynpack.camel;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.storage.Storage;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;

/**
 * Makes the storages of blobs that options describe. Apart from the engine, which is there without the Azure SDK too; and free
 * of the SDK's types itself, so that the shared client is an {@code Object} here.
 */
final class AzureStorages {
    private AzureStorages() {}

    /** @throws DynpackException where the options make none; names them and never their values */
    static Storage media(DynpackConfiguration options, Function<Class<?>, @Nullable Object> beans) {
        return make(options, beans, options.getAzureContainer() != null ? "azureContainer" : "azureContainers");
    }

    /** As {@link #media}. */
    static Storage catalog(DynpackConfiguration options, Function<Class<?>, @Nullable Object> beans) {
        return make(options, beans, "azureCatalogContainer");
    }

    /** Address of the blob service, without credentials; {@code null} where the options do not tell. */
    static @Nullable String address(DynpackConfiguration options, Function<Class<?>, @Nullable Object> beans) {
        try {
            return account(options, beans).address();
        } catch (DynpackException | NoClassDefFoundError e) {
            return null;
        }
    }

    private static Storage make(DynpackConfiguration options, Function<Class<?>, @Nullable Object> beans, String option) {
        try {
            BlobLayout layout = switch (option) {
                case "azureContainer" ->
                    new BlobLayout.OneContainer(Objects.requireNonNull(options.getAzureContainer()), false);
                case "azureContainers" ->
                    new BlobLayout.ContainerPerAsset(Objects.requireNonNull(options.getAzureContainers()));
                default -> new BlobLayout.OneContainer(Objects.requireNonNull(options.getAzureCatalogContainer()), true);
            };
            return new BlobStorage(account(options, beans), layout, BlobTimes.DEFAULT.withTotal(options.getAzureTimeout()));
        } catch (IllegalArgumentException e) {
            throw new DynpackException("dynpack cannot use its option " + option + ": " + e.getMessage(), e);
        } catch (NoClassDefFoundError e) {
            throw new DynpackException("the option " + option
                    + " needs com.azure:azure-storage-blob, and com.azure:azure-identity for AZURE_IDENTITY, on the class path",
                    e);
        }
    }

    /** The credentials that {@code credentialType} names, else those that are set. */
    private static BlobAccount account(DynpackConfiguration options, Function<Class<?>, @Nullable Object> beans) {
        if (options.getBlobServiceClient() != null) {
            return BlobAccount.of(options.getBlobServiceClient());
        }
        String type = options.getCredentialType() == null ? null : options.getCredentialType().toUpperCase(Locale.ROOT);
        String connection = type == null || type.equals("CONNECTION_STRING") ? options.getConnectionString() : null;
        String key = type == null || type.equals("SHARED_ACCOUNT_KEY") ? options.getAccessKey() : null;
        String signature = type == null || type.equals("AZURE_SAS") ? options.getSasToken() : null;
        boolean secret = connection != null || key != null || signature != null;
        if (type != null && !type.equals("AZURE_IDENTITY") && !secret) {
            throw new DynpackException("credentialType=" + type + " needs its connectionString, accessKey or sasToken");
        }
        Object shared = type == null && !secret ? beans.apply(BlobAccount.clientType()) : null;
        return shared != null
                ? BlobAccount.of(shared)
                : new BlobAccount(null, connection, options.getAzureEndpoint(), options.getAccountName(), key, signature,
                        options.getAzureTenantId(), options.getAzureClientId(), options.getAzureClientSecret());
    }
}
