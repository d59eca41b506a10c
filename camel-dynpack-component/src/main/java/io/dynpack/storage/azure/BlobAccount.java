package io.dynpack.storage.azure;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceAsyncClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.BlobUrlParts;
import com.azure.storage.blob.models.CpkInfo;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryPolicy;

import reactor.netty.resources.ConnectionProvider;

/**
 * A storage account and how to get in. Every part may be {@code null}; what is set decides, in the order of the parameters.
 *
 * @param client           a {@code BlobServiceClient} or {@code BlobServiceAsyncClient} whose address, credentials, connections,
 *                         service version, customer-provided key and encryption scope are used; not the default scope for
 *                         containers that it makes, which it tells nobody
 * @param connectionString with the key or the signature in it
 * @param endpoint         address of the blob service, with the account as path where it is not in the host name;
 *                         {@code null} for that of the public cloud
 * @param accountName      {@code null} to take it from the endpoint
 * @param accessKey        shared key
 * @param sasToken         shared access signature
 * @param tenantId         of an application with a secret
 * @param clientId         of that application, or of a managed identity
 * @param clientSecret     of that application
 */
public record BlobAccount(
        @Nullable Object client,
        @Nullable String connectionString,
        @Nullable String endpoint,
        @Nullable String accountName,
        @Nullable String accessKey,
        @Nullable String sasToken,
        @Nullable String tenantId,
        @Nullable String clientId,
        @Nullable String clientSecret) {
    private static final int MAX_CONNECTIONS = 256;
    private static final String PUBLIC_CLOUD = "blob.core.windows.net";
    private static final String ANY_CONTAINER = "any";
    private static final int MAX_PENDING = 20_000;
    /** The service closes idle connections after minutes; one that is used again then fails. */
    private static final Duration IDLE = Duration.ofSeconds(45);

    /** An account that a client of the SDK is for. */
    public static BlobAccount of(Object client) {
        return new BlobAccount(client, null, null, null, null, null, null, null, null);
    }

    public static BlobAccount ofConnectionString(String connectionString) {
        return new BlobAccount(null, connectionString, null, null, null, null, null, null, null);
    }

    /** The type of the client that other components share. */
    public static Class<?> clientType() {
        return BlobServiceClient.class;
    }

    /**
     * Address of the blob service, without any credentials that it may have been given with; {@code null} where it is not
     * known.
     */
    public @Nullable String address() {
        String address = endpoint;
        if (client instanceof BlobServiceClient shared) {
            address = shared.getAccountUrl();
        } else if (client instanceof BlobServiceAsyncClient shared) {
            address = shared.getAccountUrl();
        } else if (address == null && connectionString != null) {
            address = address(connectionString);
        } else if (address == null && accountName != null) {
            address = "https://" + accountName + "." + PUBLIC_CLOUD;
        }
        try {
            URI uri = address == null ? null : new URI(address);
            return uri == null || uri.getHost() == null
                    ? null
                    : new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null).toString();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable String address(String connectionString) {
        Map<String, String> parts = new HashMap<>();
        for (String part : connectionString.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        String name = parts.get("AccountName");
        return parts.containsKey("BlobEndpoint") || name == null
                ? parts.get("BlobEndpoint")
                : parts.getOrDefault("DefaultEndpointsProtocol", "https") + "://" + name + ".blob."
                        + parts.getOrDefault("EndpointSuffix", "core.windows.net");
    }

    /** @throws IllegalArgumentException where these settings make no client; says which one is missing or wrong, never its value */
    BlobConnection connect(BlobTimes times) {
        if (client instanceof BlobServiceClient shared) {
            // the settings of a client are told by the clients that it makes, whatever they are for
            BlobContainerClient any = shared.getBlobContainerClient(ANY_CONTAINER);
            return new BlobConnection(service(shared.getAccountUrl(), shared.getHttpPipeline(), shared.getServiceVersion(),
                    any.getCustomerProvidedKey(), any.getEncryptionScope()), null);
        }
        if (client instanceof BlobServiceAsyncClient shared) {
            BlobContainerAsyncClient any = shared.getBlobContainerAsyncClient(ANY_CONTAINER);
            return new BlobConnection(service(shared.getAccountUrl(), shared.getHttpPipeline(), shared.getServiceVersion(),
                    any.getCustomerProvidedKey(), any.getEncryptionScope()), null);
        }
        if (client != null) {
            throw new IllegalArgumentException("the blob service client is no BlobServiceClient");
        }
        ConnectionProvider provider = ConnectionProvider.builder("dynpack-blob").maxConnections(MAX_CONNECTIONS)
                .pendingAcquireMaxCount(MAX_PENDING).pendingAcquireTimeout(times.answer()).maxIdleTime(IDLE)
                .evictInBackground(IDLE).build();
        BlobServiceClientBuilder builder = new BlobServiceClientBuilder()
                .httpClient(new NettyAsyncHttpClientBuilder().connectTimeout(times.connect())
                        .connectionProvider(provider).build());
        try {
            credentials(builder);
            BlobServiceAsyncClient built = builder.buildAsyncClient();
            return new BlobConnection(service(built.getAccountUrl(), built.getHttpPipeline(), built.getServiceVersion(), null,
                    null), provider);
        } catch (RuntimeException e) {
            provider.disposeLater().subscribe();
            throw e;
        }
    }

    private void credentials(BlobServiceClientBuilder builder) {
        if (connectionString != null) {
            try {
                builder.connectionString(connectionString);
            } catch (RuntimeException e) {
                // what the SDK says may hold parts of it
                throw new IllegalArgumentException("the connection string is none of a storage account");
            }
            if (endpoint != null) {
                builder.endpoint(endpoint);
            }
            return;
        }
        if (endpoint == null && accountName == null) {
            throw new IllegalArgumentException("a storage account needs its name, its endpoint or a connection string");
        }
        String address = endpoint == null ? "https://" + accountName + "." + PUBLIC_CLOUD : endpoint;
        builder.endpoint(address);
        if (accessKey != null) {
            String name = accountName == null ? BlobUrlParts.parse(address).getAccountName() : accountName;
            if (name == null) {
                throw new IllegalArgumentException(
                        "a shared key needs the name of its account, which this endpoint does not hold");
            }
            builder.credential(new StorageSharedKeyCredential(name, accessKey));
        } else if (sasToken != null) {
            builder.sasToken(sasToken.startsWith("?") ? sasToken.substring(1) : sasToken);
        } else {
            builder.credential(BlobIdentity.of(tenantId, clientId, clientSecret));
        }
    }

    /** The same pipeline without the SDK's retries: ours know what a viewer can wait for. */
    private static BlobServiceAsyncClient service(String url, HttpPipeline pipeline, BlobServiceVersion version,
            @Nullable CpkInfo key,
            @Nullable String encryptionScope) {
        HttpPipelineBuilder builder = new HttpPipelineBuilder().httpClient(pipeline.getHttpClient())
                .tracer(pipeline.getTracer());
        for (int i = 0; i < pipeline.getPolicyCount(); i++) {
            HttpPipelinePolicy policy = pipeline.getPolicy(i);
            if (!(policy instanceof RequestRetryPolicy)) {
                builder.policies(policy);
            }
        }
        BlobServiceClientBuilder same = new BlobServiceClientBuilder().endpoint(url).pipeline(builder.build())
                .serviceVersion(version);
        if (key != null) {
            same.customerProvidedKey(new CustomerProvidedKey(key.getEncryptionKey()));
        }
        if (encryptionScope != null) {
            same.encryptionScope(encryptionScope);
        }
        return same.buildAsyncClient();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "BlobAccount[" + (endpoint != null ? endpoint : accountName != null ? accountName : "of a client") + "]";
    }
}
