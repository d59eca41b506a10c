package io.dynpack.camel;

import org.jspecify.annotations.Nullable;

import io.dynpack.ingest.AssetInfo;

/**
 * What this node knows of a folder, or a loose file, of the media storage.
 *
 * @param name    of the asset; of a file or a folder that is no asset, its own
 * @param state   what became of it
 * @param message why, in one sentence; empty where the state says it all
 * @param done    media files that have been looked at; 0 unless {@link State#INGESTING}
 * @param files   media files to look at; 0 unless {@link State#INGESTING}
 * @param asset   what was found out; {@code null} before it was looked at, and where nothing was
 */
public record Arrival(String name, State state, String message, int done, int files, @Nullable AssetInfo asset) {

    /** What became of it. */
    public enum State {
        /** Its files are not complete yet. */
        WAITING,
        /** Its files are being looked at. */
        INGESTING,
        /** It can be served; {@link #asset} says what, and what was left out. */
        INGESTED,
        /** It cannot be served, or was not announced, and is not tried again until its files change. */
        REFUSED,
        /** It could not be looked at, or not be announced; tried again. */
        FAILED,
        /** It is no asset, although it looks as if it was meant to be one. */
        PASSED_OVER,
        /** It, or what was in it, is not there any longer; or there is nothing to say of it any longer. */
        GONE
    }

    static Arrival of(String name, State state, String message) {
        return new Arrival(name, state, message, 0, 0, null);
    }
}
