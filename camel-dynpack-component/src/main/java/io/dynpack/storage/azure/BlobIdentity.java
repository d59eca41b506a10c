package io.dynpack.storage.azure;

import org.jspecify.annotations.Nullable;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;

/** Credentials of Entra ID. Apart from {@link BlobAccount}, since whoever uses a key or a signature needs no azure-identity. */
final class BlobIdentity {
    private BlobIdentity() {}

    /** The secret of an application where all three are there; else managed identity, environment and what else is at hand. */
    static TokenCredential of(@Nullable String tenantId, @Nullable String clientId, @Nullable String clientSecret) {
        if (tenantId != null && clientId != null && clientSecret != null) {
            return new ClientSecretCredentialBuilder().tenantId(tenantId).clientId(clientId).clientSecret(clientSecret).build();
        }
        DefaultAzureCredentialBuilder builder = new DefaultAzureCredentialBuilder();
        if (tenantId != null) {
            builder.tenantId(tenantId);
        }
        if (clientId != null) {
            builder.managedIdentityClientId(clientId).workloadIdentityClientId(clientId);
        }
        return builder.build();
    }
}
