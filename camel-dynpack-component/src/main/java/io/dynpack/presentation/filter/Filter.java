package io.dynpack.presentation.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import io.dynpack.presentation.Level;
import io.dynpack.presentation.Stream;

/**
 * A filter of Azure Media Services: which levels are shown, which part of the time, and which variant players start with.
 * Immutable; equal where all parts are.
 *
 * @param scope                 where it is stored
 * @param name                  not empty
 * @param presentationTimeRange {@link PresentationTimeRange#ALL} where the filter says nothing of it
 * @param firstQuality          bits per second of the level that HLS lists first, at least 1; empty for no rule
 * @param tracks                a level is kept if one of them matches it, so that a type of which none speaks disappears; empty
 *                              for no rule
 */
public record Filter(Scope scope, String name, PresentationTimeRange presentationTimeRange, OptionalLong firstQuality,
        List<TrackSelection> tracks) {

    /** What a filter belongs to. */
    public enum Scope {
        /** One asset. */
        ASSET,
        /** The account: it can be used with every asset. */
        ACCOUNT
    }

    /** @throws FilterFieldException for an absent name, or a first quality that is no bitrate */
    public Filter {
        if (name == null || name.isEmpty()) {
            throw new FilterFieldException("name", "is missing");
        }
        if (firstQuality.isPresent() && firstQuality.getAsLong() < 1) {
            throw new FilterFieldException("firstQuality.bitrate", "is " + firstQuality.getAsLong() + ", less than 1");
        }
        tracks = List.copyOf(tracks);
    }

    /** What the filter makes of a track, and by which of its rules. */
    public LevelDecision decide(TrackProperties track) {
        if (tracks.isEmpty()) {
            return new LevelDecision.Kept(this, LevelDecision.NO_RULE);
        }
        List<Integer> failures = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            int failure = tracks.get(i).firstFailure(track);
            if (failure < 0) {
                return new LevelDecision.Kept(this, i);
            }
            failures.add(failure);
        }
        return new LevelDecision.Hidden(this, failures);
    }

    /** As {@link #decide(TrackProperties)} for a level of a stream. */
    public LevelDecision decide(Stream stream, Level level) {
        return decide(TrackProperties.of(stream, level));
    }

    /** As {@link #keeps(TrackProperties)} for a level of a stream. */
    public boolean keeps(Stream stream, Level level) {
        return keeps(TrackProperties.of(stream, level));
    }

    /** Whether the filter keeps a track. */
    public boolean keeps(TrackProperties track) {
        boolean kept = tracks.isEmpty();
        for (int i = 0; i < tracks.size() && !kept; i++) {
            kept = tracks.get(i).firstFailure(track) < 0;
        }
        return kept;
    }
}
