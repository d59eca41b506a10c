package io.dynpack.tests.blob;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import io.dynpack.storage.Storage;
import io.dynpack.storage.StorageContract;
import io.dynpack.storage.azure.BlobAccount;
import io.dynpack.storage.azure.BlobLayout;
import io.dynpack.storage.azure.BlobStorage;
import io.dynpack.storage.azure.BlobTimes;

/** The contract over a real blob service. */
@Tag("node")
@ExtendWith(Azurite.Provider.class)
class BlobStorageContractTest extends StorageContract {
    private final Azurite azurite;

    BlobStorageContractTest(Azurite azurite) {
        this.azurite = azurite;
    }

    @Override
    protected Storage empty() {
        return new BlobStorage(BlobAccount.ofConnectionString(azurite.connectionString()),
                new BlobLayout.OneContainer(azurite.container("contract").getBlobContainerName(), false), BlobTimes.DEFAULT);
    }
}
