package io.dynpack.standalone.command;

import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.camel.DynpackComponent;
import io.dynpack.camel.MemoryShares;
import io.dynpack.standalone.StreamingApplication;

/** Says where the application listens and what memory it has, once it does. */
final class Start extends MainListenerSupport {
    private static final Logger LOG = LoggerFactory.getLogger("dynpack.console");

    private final String media;
    private final StatusLine status;
    private final boolean rehearse;

    /** @param rehearse whether to end once everything was played */
    Start(String media, StatusLine status, boolean rehearse) {
        this.media = media;
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
        if (status.isShown()) {
            new IngestStatus(context, status).start();
        }
        if (rehearse) {
            new Rehearsal(context, ((Main) main)::shutdown).start();
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
