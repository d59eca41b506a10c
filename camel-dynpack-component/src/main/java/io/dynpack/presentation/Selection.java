package io.dynpack.presentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.CaptionData;
import io.dynpack.index.TrackKind;

/**
 * What is shown of a presentation: some levels of some of its streams, and of each stream a window of fragments. Nothing is copied,
 * and fragments keep the ordinals and times that they have in the whole, so that no byte of one depends on who looks. Immutable.
 *
 * @param whole        what it is a part of
 * @param streams      in the order of the whole; may be none
 * @param texts        in the order of the whole; may be none
 * @param time         that is shown
 * @param firstQuality bits per second of the level that HLS lists first: the best that is not above it; 0 for no such wish
 */
public record Selection(Presentation whole, List<SelectedStream> streams, List<SelectedText> texts, TimeWindow time,
        long firstQuality) {

    public Selection {
        streams = List.copyOf(streams);
        texts = List.copyOf(texts);
    }

    /** All of a presentation. */
    static Selection of(Presentation whole) {
        return new Selection(whole, whole.streams().stream().map(SelectedStream::of).toList(),
                whole.texts().stream().map(SelectedText::of).toList(), TimeWindow.ALL, 0);
    }

    /**
     * The same with some of its levels; streams of which no level is kept are left out. A default audio that is left out is
     * followed by the first that is no description.
     */
    public Selection keeping(BiPredicate<Stream, Level> kept) {
        List<SelectedStream> some = new ArrayList<>();
        boolean all = true;
        for (SelectedStream stream : streams) {
            List<Level> levels = stream.levels().stream().filter(level -> kept.test(stream.stream(), level)).toList();
            all &= levels.size() == stream.levels().size();
            if (!levels.isEmpty()) {
                some.add(stream.withLevels(levels));
            }
        }
        return all ? this : new Selection(whole, withDefault(some), texts, time, firstQuality);
    }

    /** The same with some of its texts. */
    public Selection keepingTexts(Predicate<TextStream> kept) {
        return texts.isEmpty()
                ? this
                : new Selection(whole, streams, texts.stream().filter(text -> kept.test(text.stream())).toList(), time,
                        firstQuality);
    }

    /** The text stream of this name, whatever its case, or {@code null}. */
    public @Nullable SelectedText text(String name) {
        return texts.stream().filter(text -> text.name().equalsIgnoreCase(name)).findFirst().orElse(null);
    }

    private static List<SelectedStream> withDefault(List<SelectedStream> streams) {
        List<SelectedStream> audio = streams.stream().filter(stream -> stream.kind() == TrackKind.AUDIO).toList();
        if (audio.isEmpty() || audio.stream().anyMatch(SelectedStream::isDefault)) {
            return streams;
        }
        SelectedStream first = audio.stream().filter(stream -> !stream.stream().isAudioDescription()).findFirst()
                .orElse(audio.get(0));
        return streams.stream().map(stream -> stream == first ? stream.asDefault() : stream).toList();
    }

    /** The same with the fragments of a window; streams that have none are left out. */
    public Selection within(TimeWindow window) {
        if (!window.isCut()) {
            return this;
        }
        List<SelectedStream> some = new ArrayList<>();
        boolean endsEarlier = false;
        for (SelectedStream stream : streams) {
            FragmentTimeline timeline = stream.stream().timeline();
            endsEarlier |= timeline.end() > window.exactEnd();
            SelectedStream cut = stream.within(window.first(timeline), window.end(timeline));
            if (cut.first() < cut.end()) {
                some.add(cut);
            }
        }
        TimeWindow effective = endsEarlier
                ? window
                : new TimeWindow(window.start(), TimeWindow.UNCUT, window.exactStart(), TimeWindow.UNCUT);
        return new Selection(whole, withDefault(some),
                texts.stream().map(text -> text.within(window)).filter(text -> text.count() > 0).toList(), effective,
                firstQuality);
    }

    /** The same with another {@link #firstQuality}. */
    public Selection withFirstQuality(long bitrate) {
        return new Selection(whole, streams, texts, time, bitrate);
    }

    /** The stream of this name, or else the first whose name differs in case only, or {@code null}. */
    public @Nullable SelectedStream stream(String name) {
        for (SelectedStream stream : streams) {
            if (stream.name().equals(name)) {
                return stream;
            }
        }
        for (SelectedStream stream : streams) {
            if (stream.name().equalsIgnoreCase(name)) {
                return stream;
            }
        }
        return null;
    }

    public List<SelectedStream> streams(TrackKind kind) {
        return streams.stream().filter(stream -> stream.kind() == kind).toList();
    }

    /**
     * The audio that goes with video where a format carries one only.
     *
     * @param name the one asked for, or {@code null} for the default one
     * @return {@code null} where there is no such audio
     */
    public @Nullable SelectedStream audio(@Nullable String name) {
        if (name != null) {
            SelectedStream stream = stream(name);
            return stream != null && stream.kind() == TrackKind.AUDIO ? stream : null;
        }
        List<SelectedStream> all = streams(TrackKind.AUDIO);
        return all.stream().filter(SelectedStream::isDefault).findFirst().orElse(all.isEmpty() ? null : all.get(0));
    }

    /** Captions inside of its video; {@code null} where nobody looked into all of it and found none. */
    public @Nullable CaptionData captions() {
        CaptionData all = CaptionData.NONE;
        boolean known = true;
        for (SelectedStream video : streams(TrackKind.VIDEO)) {
            for (Level level : video.levels()) {
                CaptionData own = level.track().probe().captions();
                known &= own != null;
                all = own == null ? all : all.and(own);
            }
        }
        return known || !all.equals(CaptionData.NONE) ? all : null;
    }

    /** When it ends in HLS and DASH, hidden media not counted; ticks of 10 MHz. */
    public long shownEnd() {
        return Math.min(time.exactEnd(), streams.stream().mapToLong(SelectedStream::shownEnd).max().orElse(0));
    }
}
