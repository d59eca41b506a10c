package io.dynpack.standalone.command;

import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

import io.dynpack.camel.DynpackConstants;
import io.dynpack.ingest.AssetInfo;
import io.dynpack.ingest.IngestException;
import io.dynpack.origin.Explanation;
import io.dynpack.presentation.Finding;
import io.dynpack.storage.StorageException;

/** The component for the time of one command, without routes and without a server. Writes nothing. */
final class MediaSession implements AutoCloseable {
    private final Main main;
    private final ProducerTemplate template;

    /** @param main not started; says where media and the catalog lie */
    MediaSession(Main main) throws Exception {
        this.main = main;
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withJmxEnabled(false);
        main.start();
        CamelContext context = main.getCamelContext();
        template = context.createProducerTemplate();
    }

    /** What a folder is, also one that cannot be served. */
    AssetInfo describe(String name) {
        try {
            return template.requestBodyAndHeader("dynpack:describe?sideCarText=true", null, DynpackConstants.ASSET, name,
                    AssetInfo.class);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof IngestException refused) {
                AssetInfo known = refused.asset();
                return known != null ? known : unusable(name, refused.getMessage());
            }
            if (e.getCause() instanceof StorageException unread) {
                // a file of it may not be read, say: others can be looked at all the same
                return unusable(name, String.valueOf(unread.getMessage()));
            }
            throw e;
        }
    }

    private static AssetInfo unusable(String name, String reason) {
        return new AssetInfo(name, name + "/", false, false, List.of(), List.of(), List.of(), null,
                List.of(Finding.error("", reason)));
    }

    Explanation explain(String url) {
        return template.requestBodyAndHeader("dynpack:explain", null, DynpackConstants.LOCATOR_PATH, url, Explanation.class);
    }

    @Override
    public void close() {
        main.stop();
    }
}
