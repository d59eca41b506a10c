package io.dynpack.standalone.command;

import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.MemoryShares;
import io.dynpack.standalone.StreamingApplication;

/** Says where the application listens and what memory it has, once it does. */
final class Start extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger("dynpack.console");

    private final String media;
    private final boolean readOnly;
    private final StatusLine status;
    private final boolean rehearse;
    private volatile @Nullable Rehearsal rehearsal;

    /**
     * @param media    what a person calls the place of the media
     * @param readOnly whether they lie in a folder that cannot be written
     * @param rehearse whether to end once everything was played
     */
    Start(String media, boolean readOnly, StatusLine status, boolean rehearse) {
        this.media = media;
        this.readOnly = readOnly;
        this.status = status;
        this.rehearse = rehearse;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        CamelContext context = main.getCamelContext();
        MemoryShares memory = MemoryShares
                .of(context.getComponent("dynpack", DynpackComponent.class).getConfiguration());
        LOG.info(
                "Memory: heap {}; of it reads {}, media indexes {}; manifests {} beside it. More: -Xmx, or the options readMemory,"
                        + " indexCacheSize, manifestCacheSize",
                mebibytes(memory.heap()), mebibytes(memory.reads()),
                mebibytes(memory.indexes()), mebibytes(memory.manifests()));
        LOG.info("DynPack {} serves {} at {}/", Version.ofDynpack(), media, StreamingApplication.address(context));
        if (readOnly) {
            LOG.warn("Nothing can be written in {}: folders with a server manifest, as ingest leaves it, are published, others"
                    + " are not", media);
        }
        if (status.isShown()) {
            new IngestStatus(context, status).start();
        }
        if (rehearse) {
            Rehearsal begun = new Rehearsal(context, ((Main) main)::shutdown);
            rehearsal = begun;
            begun.start();
        }
    }

    /** Whether it was to rehearse and could not. */
    boolean hasFailed() {
        Rehearsal begun = rehearsal;
        return begun != null && begun.hasFailed();
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
