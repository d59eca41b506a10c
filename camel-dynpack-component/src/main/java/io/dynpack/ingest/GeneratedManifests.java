package io.dynpack.ingest;

import io.dynpack.ism.ClientManifest;
import io.dynpack.ism.ServerManifest;

/**
 * The two manifests of a folder, not written anywhere.
 *
 * @param serverManifestName ends with {@code .ism}
 * @param clientManifestName ends with {@code .ismc}
 */
public record GeneratedManifests(
        String serverManifestName,
        ServerManifest serverManifest,
        String clientManifestName,
        ClientManifest clientManifest) {}
