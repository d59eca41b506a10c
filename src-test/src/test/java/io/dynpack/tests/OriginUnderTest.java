package io.dynpack.tests;

import java.net.URI;
import java.nio.file.Path;

/** A running origin that serves folders of media; what the tests of formats and players need to know of it. */
public interface OriginUnderTest extends AutoCloseable {

    /** Where it listens: scheme, host and port. */
    URI base();

    /**
     * Ingests and publishes a folder, once; the same folder again gives the same answer.
     *
     * @param folder of MP4 files, for instance one of {@link io.dynpack.tests.media.Fixtures}
     * @return absolute, ends in {@code .ism/}; a format's {@link StreamingFormat#manifest} follows
     */
    URI publish(Path folder);

    /** Where the manifest of a published folder is. */
    default URI manifest(Path folder, StreamingFormat format) {
        return publish(folder).resolve(format.manifest());
    }

    @Override
    void close();
}
