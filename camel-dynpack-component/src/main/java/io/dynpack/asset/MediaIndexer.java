package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MovieReader;
import io.dynpack.index.SourceFile;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.storage.Source;

/**
 * Reads what an index needs of a media file: for a progressive one {@code ftyp} and {@code moov}, found with at most three
 * ranged reads wherever {@code moov} lies; for a fragmented one the {@code moof}s as well; then a few access units of each track.
 */
public final class MediaIndexer {
    /** Enough for {@code ftyp} and a small {@code moov}. */
    private static final int HEAD = 64 * 1024;
    /** What lies behind the media is read whole up to this, since it is {@code moov} and little else. */
    private static final int TAIL = 16 * 1024 * 1024;
    /** No {@code moov} of a day of media comes near. */
    private static final int MAX_MOOV = 256 * 1024 * 1024;
    /** Top-level boxes that may lie in front of {@code moov}, each costing a read. */
    private static final int MAX_HOPS = 64;

    private final Source source;
    private final SourceFile file;

    private MediaIndexer(Source source) {
        this.source = source;
        this.file = new SourceFile(source.name(), source.version(), source.length());
    }

    /**
     * Indexes a file, with what {@code moov} does not tell and responses depend on.
     *
     * @param source open; stays open
     * @return fails with {@link MediaFileException} or a storage exception
     */
    public static CompletableFuture<MediaIndex> index(Source source) {
        return new MediaIndexer(source).find(0, 0, false).thenCompose(index -> AccessUnitProbe.served(source, index));
    }

    /**
     * Completes an index by what only a report says of its access units: parameter sets in key frames, captions. Not part of
     * {@link #index}, since a storage far away takes several round trips for it.
     *
     * @param source of that index; stays open
     */
    public static CompletableFuture<MediaIndex> examine(Source source, MediaIndex index) {
        return AccessUnitProbe.everything(source, index);
    }

    /** @param behindMedia whether an {@code mdat} lies in front of {@code offset} */
    private CompletableFuture<MediaIndex> find(long offset, int hops, boolean behindMedia) {
        long left = source.length() - offset;
        if (left < 8) {
            return failed(offset == 0
                    ? "has " + left + " bytes and is no MP4 file"
                    : "has no moov; the file is cut off or not finished");
        }
        if (hops > MAX_HOPS) {
            return failed("has more than " + MAX_HOPS + " boxes in front of moov");
        }
        int size = (int) Math.min(left, behindMedia && left <= TAIL ? TAIL : HEAD);
        return source.read(offset, size).thenCompose(window -> scan(window, offset, hops, behindMedia));
    }

    /** Walks over the boxes that begin in the window. */
    private CompletableFuture<MediaIndex> scan(ByteBuffer window, long windowStart, int hops, boolean behindMedia) {
        boolean media = behindMedia;
        try {
            long at = windowStart;
            while (at + 8 <= windowStart + window.limit()) {
                BoxHeader header = BoxHeader.parse(window.position((int) (at - windowStart)), at, source.length());
                if (header == null && at == windowStart) {
                    return failed("ends inside the header of the box at byte " + at + "; the file is cut off");
                }
                if (header == null) {
                    break;
                }
                if (at == 0 && !isPlausibleStart(header.type())) {
                    return failed("does not begin like an MP4 file");
                }
                if (header.type() == Fourcc.MOOV) {
                    return movie(header, window, windowStart);
                }
                media |= header.type() == Fourcc.MDAT;
                at = header.end();
            }
            return find(at, hops + 1, media);
        } catch (IsobmffException e) {
            return CompletableFuture.failedFuture(new MediaFileException(file.name(), e.getMessage(), e));
        }
    }

    private static boolean isPlausibleStart(int type) {
        return switch (Fourcc.text(type)) {
            case "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "uuid", "pnot", "sidx" -> true;
            default -> false;
        };
    }

    private CompletableFuture<MediaIndex> movie(BoxHeader header, ByteBuffer window, long windowStart) {
        if (header.end() > source.length()) {
            return failed("moov at byte " + header.offset() + " claims " + header.size() + " bytes, "
                    + (source.length() - header.offset()) + " are left; the file is cut off");
        }
        if (header.size() > MAX_MOOV) {
            return failed("moov at byte " + header.offset() + " has " + header.size() + " bytes, more than " + MAX_MOOV);
        }
        if (header.end() <= windowStart + window.limit()) {
            ByteBuffer bytes = window.slice((int) (header.offset() - windowStart), (int) header.size());
            return parse(bytes, header);
        }
        return source.read(header.offset(), (int) header.size()).thenCompose(bytes -> parse(bytes, header));
    }

    private CompletableFuture<MediaIndex> parse(ByteBuffer bytes, BoxHeader header) {
        MovieReader movie = new MovieReader(file, Box.parse(bytes, header.offset()));
        if (!movie.isFragmented()) {
            return CompletableFuture.completedFuture(movie.build());
        }
        return FragmentWalk.over(source, header.end(), movie::fragment).thenApply(done -> movie.build());
    }

    private <T> CompletableFuture<T> failed(String reason) {
        return CompletableFuture.failedFuture(new MediaFileException(file.name(), reason, null));
    }
}
