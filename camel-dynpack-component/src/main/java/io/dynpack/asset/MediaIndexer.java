package io.dynpack.asset;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.MediaFileException;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.MovieReader;
import io.dynpack.index.SourceFile;
import io.dynpack.index.TrackKind;
import io.dynpack.isobmff.Box;
import io.dynpack.isobmff.BoxHeader;
import io.dynpack.isobmff.Fourcc;
import io.dynpack.isobmff.IsobmffException;
import io.dynpack.storage.MemoryBudget;
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
    /** Parts of the heap: the largest {@code moov} that is read, and what the fragments of a file may need besides. */
    private static final int MOOV_PART = 16;
    private static final int WALK_PART = 24;
    /** Top-level boxes that may lie in front of {@code moov}, each costing a read. */
    private static final int MAX_HOPS = 64;
    private static final long LOOK = 256 << 10;
    private static final int LOOK_OF_SAMPLE = 20;
    /** What a look told. */
    private static final int LOOKED_AT = 128;
    private static final long MEGABYTE = 1 << 20;

    private final Source source;
    private final SourceFile file;
    private final MemoryBudget budget;
    private final long heap = Runtime.getRuntime().maxMemory();

    private MediaIndexer(Source source, MemoryBudget budget) {
        this.source = source;
        this.file = new SourceFile(source.name(), source.version(), source.length());
        this.budget = budget;
    }

    /** As {@link #index(Source, MemoryBudget)} with a budget of its own. */
    public static CompletableFuture<MediaIndex> index(Source source) {
        return index(source, MemoryBudget.ofHeap());
    }

    /**
     * Indexes a file, with what {@code moov} does not tell and responses depend on.
     *
     * @param source open; stays open
     * @param budget of all that is indexed at a time
     * @return fails with {@link MediaFileException} or a storage exception
     */
    public static CompletableFuture<MediaIndex> index(Source source, MemoryBudget budget) {
        return new MediaIndexer(source, budget).find(0, 0, false).thenCompose(index -> budget
                .under(looked(index, budget), share -> AccessUnitProbe.served(source, index)))
                // behind the look, which finds samples without a picture by their lasting no time
                .thenApply(index -> index.withTracks(index.tracks().stream()
                        .map(track -> track.withLastDuration(index.file())).toList()));
    }

    /** Bytes on the heap for a look at access units: numbers of samples, what looks told, and what is read at a time. */
    private static long looked(MediaIndex index, MemoryBudget budget) {
        long bytes = LOOK + index.tracks().stream().filter(track -> track.kind() == TrackKind.VIDEO)
                .mapToLong(track -> (long) LOOK_OF_SAMPLE * track.samples().count()
                        + LOOKED_AT * Math.min(track.samples().count(), PictureProbe.MAX_LOOKS))
                .sum();
        return Math.min(bytes, budget.largest());
    }

    /**
     * Completes an index by what only a report says of its access units: parameter sets in key frames, captions. Not part of
     * {@link #index}, since a storage far away takes several round trips for it.
     *
     * @param source of that index; stays open
     * @param budget of all that is indexed at a time
     */
    public static CompletableFuture<MediaIndex> examine(Source source, MediaIndex index, MemoryBudget budget) {
        return budget.under(looked(index, budget), share -> AccessUnitProbe.everything(source, index));
    }

    /**
     * Where a search stands: {@code index} where it is over, {@code moov} where that is found and not read, else where to go
     * on.
     */
    private record Step(@Nullable MediaIndex index, @Nullable BoxHeader moov, long offset, boolean behindMedia) {}

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
        long tail = Math.min(TAIL, maxMoov());
        int size = (int) Math.min(left, behindMedia && left <= tail ? tail : HEAD);
        return budget.under(2L * size, share -> source.read(offset, size)
                .thenCompose(window -> scan(window, offset, behindMedia, share)))
                .thenCompose(step -> step.index != null
                        ? CompletableFuture.completedFuture(step.index)
                        : step.moov != null ? movie(step.moov, 0) : find(step.offset, hops + 1, step.behindMedia));
    }

    /** Walks over the boxes that begin in the window. */
    private CompletableFuture<Step> scan(ByteBuffer window, long windowStart, boolean behindMedia, MemoryBudget.Share share) {
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
                if (at == 0 && !isPlausibleStart(header)) {
                    return failed("does not begin like an MP4 file" + otherContainer(window));
                }
                if (header.type() == Fourcc.MOOV) {
                    return header.end() <= windowStart + window.limit()
                            ? parse(window.slice((int) (at - windowStart), (int) header.size()), header, share, 0)
                            : CompletableFuture.completedFuture(new Step(null, header, at, media));
                }
                media |= header.type() == Fourcc.MDAT;
                at = header.end();
            }
            return CompletableFuture.completedFuture(new Step(null, null, at, media));
        } catch (IsobmffException e) {
            return CompletableFuture.failedFuture(new MediaFileException(file.name(), e.getMessage(), e));
        }
    }

    /** A box that is known, or one that has a name and ends inside of the file: what stands in front of {@code moov} is free. */
    private boolean isPlausibleStart(BoxHeader header) {
        String type = Fourcc.text(header.type());
        return switch (type) {
            case "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "uuid", "pnot", "sidx" -> true;
            default -> header.end() <= source.length() && type.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ');
        };
    }

    /** What people rename to {@code .mp4}; empty where the beginning is of no known kind. */
    private static String otherContainer(ByteBuffer window) {
        int first = window.getInt(0);
        if (first == 0x1a45dfa3) {
            return ", but like Matroska or WebM; write it as MP4 (ffmpeg -i input -c copy output.mp4)";
        }
        if (first >>> 24 == 0x47) {
            return ", but like a transport stream; write it as MP4 (ffmpeg -i input -c copy output.mp4)";
        }
        return switch (Fourcc.text(first)) {
            case "RIFF" -> ", but like AVI or WAV; write it as MP4 (ffmpeg -i input output.mp4)";
            case "OggS" -> ", but like Ogg; write it as MP4 (ffmpeg -i input -c copy output.mp4)";
            case "<htm", "<!DO", "<?xm" -> ", but like a page or a message in its place; fetch it again";
            default -> "";
        };
    }

    private long maxMoov() {
        return heap / MOOV_PART;
    }

    /** The index itself, and the windows and boxes that are read at a time. */
    private long walk() {
        return heap / WALK_PART;
    }

    /** @param walk of the bytes taken, those for fragments */
    private CompletableFuture<MediaIndex> movie(BoxHeader header, long walk) {
        if (header.end() > source.length()) {
            return failed("moov at byte " + header.offset() + " claims " + header.size() + " bytes, "
                    + (source.length() - header.offset()) + " are left; the file is cut off");
        }
        if (header.size() > maxMoov()) {
            return failed("moov at byte " + header.offset() + " has " + header.size() + " bytes, too many for a heap of "
                    + heap / MEGABYTE + " MB; write the file anew in parts, or give the Java virtual machine more memory (-Xmx)"
                    + " and remove the .dynx file beside it");
        }
        return budget.under(2 * header.size() + walk, share -> source.read(header.offset(), (int) header.size())
                .thenCompose(bytes -> parse(bytes, header, share, walk)))
                // whoever holds a share does not wait for more of it: then it is read once more, with enough from the beginning
                .thenCompose(step -> step.index != null
                        ? CompletableFuture.completedFuture(step.index)
                        : movie(header, walk()));
    }

    private CompletableFuture<Step> parse(ByteBuffer bytes, BoxHeader header, MemoryBudget.Share share, long walk) {
        MovieReader movie = new MovieReader(file, Box.parse(bytes, header.offset()));
        if (!movie.isFragmented()) {
            return progressive(movie, header.end());
        }
        if (walk == 0 && !share.grow(walk())) {
            return CompletableFuture.completedFuture(new Step(null, header, 0, false));
        }
        return FragmentWalk.over(source, header.end(), movie::fragment).thenApply(cutOff -> {
            if (cutOff != null) {
                movie.cutOff(cutOff);
            }
            return new Step(movie.build(), null, 0, false);
        });
    }

    /** @param behind the end of {@code moov} */
    private CompletableFuture<Step> progressive(MovieReader movie, long behind) {
        MediaIndex index;
        try {
            index = movie.build();
        } catch (MediaFileException e) {
            return whole(behind, 0).thenCompose(done -> CompletableFuture.failedFuture(e));
        }
        return (isDamaged(index) ? whole(behind, 0) : CompletableFuture.<Void>completedFuture(null))
                .thenApply(done -> new Step(index, null, 0, false));
    }

    private static boolean isDamaged(MediaIndex index) {
        return index.omitted().stream()
                .anyMatch(track -> track.cause() == MediaIndex.Cause.DAMAGED && track.kind() != TrackKind.TEXT);
    }

    /**
     * Damage is that of a track where the file is whole. Where media are missing at its end, all tracks miss something, whether
     * their tables show it or not.
     *
     * @return fails where an {@code mdat} from {@code offset} on ends behind the file
     */
    private CompletableFuture<Void> whole(long offset, int hops) {
        long left = source.length() - offset;
        if (left < BoxHeader.MAX_SIZE || hops > MAX_HOPS) {
            return CompletableFuture.completedFuture(null);
        }
        return source.read(offset, BoxHeader.MAX_SIZE).thenCompose(bytes -> {
            BoxHeader header;
            try {
                header = BoxHeader.parse(bytes, offset, source.length());
            } catch (IsobmffException e) {
                return CompletableFuture.completedFuture(null);
            }
            boolean open = bytes.getInt(bytes.position()) == 0;
            if (header != null && header.type() == Fourcc.MDAT && (open || header.size() > left)) {
                return failed("mdat at byte " + offset + (open
                        ? " goes up to the end of the file"
                        : " claims " + header.size() + " bytes, " + left + " are left")
                        + ", and samples lie behind it; the file is cut off");
            }
            return header == null || header.size() > left
                    ? CompletableFuture.completedFuture(null)
                    : whole(header.end(), hops + 1);
        });
    }

    private <T> CompletableFuture<T> failed(String reason) {
        return CompletableFuture.failedFuture(new MediaFileException(file.name(), reason, null));
    }
}
