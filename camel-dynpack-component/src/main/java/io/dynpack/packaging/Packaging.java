package io.dynpack.packaging;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.dynpack.index.TrackKind;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleRun;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.protection.LevelProtection;
import io.dynpack.segment.ProtectedRun;
import io.dynpack.segment.SegmentBody;
import io.dynpack.url.StreamingUrl;

/** How one format presents what is stored. Safe for use by many threads. */
public abstract sealed class Packaging permits CmafPackaging, SmoothPackaging, TransportPackaging {

    private final CarriedLevels carried;

    Packaging(CarriedLevels carried) {
        this.carried = carried;
    }

    /** {@code Content-Type} of manifests and playlists. */
    public abstract String manifestType();

    /** {@code Content-Type} of segments. */
    public abstract String mediaType(TrackKind kind);

    /** Whether URLs name key frames of streams of this kind. */
    public boolean hasKeyFrames(TrackKind kind) {
        return kind == TrackKind.VIDEO;
    }

    /** Whether segments of video hold sound. */
    public boolean multiplexes() {
        return false;
    }

    /**
     * Writes a manifest.
     *
     * @param selection what {@link #carried} gave
     * @param reachable   all that this client may have: what segments hold that no filter of the URL shapes
     * @param url         that asked; its parameters go on into the URLs of the manifest
     * @param protections how segments will be encrypted
     */
    public abstract String manifest(Selection selection, Selection reachable, StreamingUrl.Manifest url,
            HlsOptions options, ContentProtections protections);

    /**
     * Writes a playlist of HLS.
     *
     * @param selection what {@link #served} gave
     * @param stream    of the selection
     * @param level     of the stream
     */
    public abstract String playlist(Selection selection, SelectedStream stream, Level level, StreamingUrl.MediaPlaylist url,
            ContentProtections protections);

    /**
     * Writes the playlist of a text.
     *
     * @param text of the selection
     */
    public abstract String playlist(Selection selection, SelectedText text, StreamingUrl.MediaPlaylist url,
            ContentProtections protections);

    /**
     * A text, to be cut into segments.
     *
     * @param whole the presentation that it is of
     * @throws NotCarriedException where the format has none
     */
    public abstract PackagedText text(Presentation whole, TextStream text);

    /** A level in the clear, to be cut into segments. */
    public PackagedLevel level(Selection reachable, Stream stream, Level level, @Nullable String audioTrack) {
        return level(reachable, stream, level, audioTrack, null);
    }

    /**
     * A level, to be cut into segments.
     *
     * @param reachable  all that this client may have
     * @param stream     of the whole presentation
     * @param level      of the stream; one that is carried
     * @param audioTrack that the URL names to be multiplexed, or {@code null}
     * @param encryption of its samples, initialization segments, key frames; {@code null} in the clear
     * @throws NotCarriedException where what has to be multiplexed is not carried, or the level is not encrypted in this format
     */
    public abstract PackagedLevel level(Selection reachable, Stream stream, Level level, @Nullable String audioTrack,
            @Nullable CommonEncryption encryption);

    /** @throws NotCarriedException where samples of the level's codec are not encrypted */
    static @Nullable LevelProtection protection(@Nullable CommonEncryption encryption, Stream stream, Level level) {
        if (encryption == null) {
            return null;
        }
        String refusal = CommonEncryption.refusal(level);
        if (refusal != null) {
            throw new NotCarriedException(stream.kind(), refusal);
        }
        return encryption.of(level);
    }

    /** A segment of a run, once it is known how that is encrypted. */
    static CompletableFuture<SegmentBody> segment(@Nullable LevelProtection protection, SampleRun run,
            Function<@Nullable ProtectedRun, SegmentBody> writer) {
        return protection == null
                ? CompletableFuture.completedFuture(writer.apply(null))
                : protection.of(run).thenApply(writer::apply);
    }

    /**
     * What the format carries of a selection. Levels that it does not carry are left out where others of their kind are there;
     * where none is, nothing is made, since nobody wants a film without its sound or its pictures.
     *
     * @throws NotCarriedException where it carries none of the video, or none of the audio
     */
    public Selection carried(Selection selection) {
        return carried.of(selection);
    }

    /**
     * What the format carries of a selection, which may be nothing of a kind: what can be fetched. A URL of a fragment has no
     * filter, and the manifest that listed it may have been of a selection without what is not carried; so whether a level is
     * served depends on that level alone.
     */
    public Selection served(Selection selection) {
        return carried.some(selection);
    }

    /** Why nothing is made of a presentation, as a sentence for its owner; empty where something is. */
    Optional<String> refusal(Presentation whole) {
        return carried.refusal(whole);
    }

    /** @throws NotCarriedException where the format does not carry this level */
    public void require(Presentation whole, Level level) {
        carried.require(whole, level);
    }
}
