package io.dynpack.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.LocalSource;

/** Brings in what the next request of a player is going to need, while there is room. Whatever fails here, nobody misses. */
public final class ReadAhead {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final OpenSources sources;

    public ReadAhead(OpenSources sources) {
        this.sources = sources;
    }

    /** @param following of the answer that was just sent; may be {@code null} */
    public void begin(@Nullable Supplier<CompletableFuture<SegmentBody>> following) {
        if (following != null) {
            try {
                following.get().thenAccept(this::read).exceptionally(ReadAhead::passedOver);
            } catch (RuntimeException e) {
                passedOver(e);
            }
        }
    }

    private static Void passedOver(Throwable failure) {
        LOG.debug("nothing is read ahead", failure);
        return null;
    }

    private void read(SegmentBody body) {
        List<Piece> pieces = body.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof Piece.Ranges ranges) {
                read(ranges);
            } else if (pieces.get(i) instanceof Piece.Transformed transformed) {
                List<Piece.Transformed> run = TransformedRun.from(pieces, i);
                for (int source = 0; source < transformed.sources().size(); source++) {
                    read(TransformedRun.ranges(run, source));
                }
                i += run.size() - 1;
            } else if (pieces.get(i) instanceof Piece.Enciphered enciphered) {
                read(enciphered.body());
            }
        }
    }

    private void read(Piece.Ranges ranges) {
        if (ranges.starts().length == 0) {
            return;
        }
        sources.acquire(ranges.file()).thenAccept(lease -> {
            CompletableFuture<Void> read = CompletableFuture.completedFuture(lease.source())
                    .thenCompose(source -> source instanceof LocalSource
                            ? CompletableFuture.completedFuture(null)
                            : PlannedRead.ahead(source, sources.reads(), ranges.bytes()));
            read.whenComplete((done, failure) -> lease.close());
        });
    }
}
