package io.dynpack.origin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.AssetException;
import io.dynpack.packaging.NotCarriedException;
import io.dynpack.presentation.FragmentTimeline;
import io.dynpack.presentation.filter.FilterException;
import io.dynpack.storage.StorageException;
import io.dynpack.text.TextTooLargeException;
import io.dynpack.url.Format;
import io.dynpack.url.UrlException;

/**
 * Why a request is answered with an error, with all that was looked at. The client gets {@link #error}; {@link #cause} is for the
 * operator, in the access log and in an explanation, and may hold parts of the URL and names of the catalog.
 */
sealed interface Refusal {

    MpeError error();

    /** One sentence without a full stop: what was looked for, and what was found. */
    String cause();

    /** What the failure of a request means, wherever it was thrown. */
    static Refusal of(Throwable failure) {
        if (failure instanceof OriginException e) {
            return e.refusal();
        }
        if (failure instanceof UrlException e) {
            return new NoStreamingUrl(e);
        }
        if (failure instanceof AssetException e) {
            return new NoAsset(e);
        }
        if (failure instanceof NotCarriedException e) {
            return new NotCarried(e);
        }
        if (failure instanceof TextTooLargeException e) {
            return new TextTooLarge(e);
        }
        return failure instanceof StorageException e ? new StorageFailed(e) : new Internal(failure);
    }

    record NoStreamingUrl(UrlException why) implements Refusal {
        @Override
        public MpeError error() {
            return switch (why.code()) {
                case BAD_URL_SYNTAX -> MpeError.BAD_URL_SYNTAX;
                case OUTPUT_FORMAT_NOT_SUPPORTED -> MpeError.OUTPUT_FORMAT_NOT_SUPPORTED;
                case NOT_FOUND -> MpeError.RESOURCE_NOT_FOUND;
            };
        }

        @Override
        public String cause() {
            return why.getMessage();
        }
    }

    record WrongMethod(String method) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.METHOD_NOT_ALLOWED;
        }

        @Override
        public String cause() {
            return "the method " + method + " is not answered";
        }
    }

    record NoLocator(UUID id) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.RESOURCE_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "there is no streaming locator " + id;
        }
    }

    /** @param start of the locator, in the future */
    record LocatorNotYet(String locator, Instant start) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.RESOURCE_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "the streaming locator " + locator + " is valid from " + start + " on";
        }
    }

    /** @param end of the locator, in the past */
    record LocatorEnded(String locator, Instant end) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.RESOURCE_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "the streaming locator " + locator + " ended " + end;
        }
    }

    /** The catalog does not have what a locator names. */
    record Dangling(String locator, String kind, String name) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.RESOURCE_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "the streaming locator " + locator + " names the " + kind + " " + name + ", which is not in the catalog";
        }
    }

    /** @param error of the gate */
    record Policy(MpeError error, String policy, String asked) implements Refusal {
        @Override
        public String cause() {
            return "the streaming policy " + policy + " does not let " + asked + " through";
        }
    }

    /** @param key its id, or what it is for */
    record NoKey(String locator, String key) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.INTERNAL_ERROR;
        }

        @Override
        public String cause() {
            return "the streaming locator " + locator + " needs the content key " + key + ", which is not in the catalog";
        }
    }

    record FormatOff(Format format) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.OUTPUT_FORMAT_NOT_SUPPORTED;
        }

        @Override
        public String cause() {
            return "the format " + format.word() + " is switched off here";
        }
    }

    record NoAsset(AssetException why) implements Refusal {
        @Override
        public MpeError error() {
            return switch (why.reason()) {
                case NOT_FOUND -> MpeError.RESOURCE_NOT_FOUND;
                case UNUSABLE -> MpeError.OUTPUT_FORMAT_NOT_SUPPORTED;
                case ENCRYPTED -> MpeError.ENC_ALREADY_ENCRYPTED;
                case VIDEO_ENCODING -> MpeError.VIDEO_ENCODING_NOT_SUPPORTED;
                case AUDIO_ENCODING -> MpeError.AUDIO_ENCODING_NOT_SUPPORTED;
                case MEDIA_TYPE -> MpeError.MEDIA_TYPE_NOT_SUPPORTED;
            };
        }

        @Override
        public String cause() {
            return why.getMessage();
        }
    }

    /** @param known names of the tracks that there are */
    record NoTrack(String track, List<String> known) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.EGRESS_TRACK_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "there is no track " + track + " but " + String.join(", ", known);
        }
    }

    /** @param known bitrates of the levels that there are */
    record NoLevel(String track, long bitrate, List<Long> known) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.MANIFEST_MEDIA_ENTRY_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "the track " + track + " has no quality level of " + bitrate + " bit/s but of " + known;
        }
    }

    /**
     * @param before start of the fragment before, ticks of 10 MHz; -1 where there is none
     * @param after  start of the fragment behind, or -1
     */
    record NoFragment(String track, long time, long before, long after) implements Refusal {

        static NoFragment of(String track, long time, FragmentTimeline timeline) {
            int behind = timeline.firstBeginningFrom(time);
            return new NoFragment(track, time, behind == 0 ? -1 : timeline.start(behind - 1),
                    behind == timeline.count() ? -1 : timeline.start(behind));
        }

        @Override
        public MpeError error() {
            return MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "no fragment of " + track + " begins at " + time
                    + (before < 0 ? "" : "; the one before at " + before) + (after < 0 ? "" : "; the one behind at " + after);
        }
    }

    record NoKeyFrame(String track, long time) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.FRAGMENT_TIMESTAMP_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "no key frame of " + track + " has the time " + time;
        }
    }

    /** @param what the format does not have */
    record NotInFormat(Format format, String what) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.BAD_URL_SYNTAX;
        }

        @Override
        public String cause() {
            return "the format " + format.word() + " has no " + what;
        }
    }

    record NotCarried(NotCarriedException why) implements Refusal {
        @Override
        public MpeError error() {
            return switch (why.kind()) {
                case VIDEO -> MpeError.VIDEO_ENCODING_NOT_SUPPORTED;
                case AUDIO -> MpeError.AUDIO_ENCODING_NOT_SUPPORTED;
                case TEXT -> MpeError.MEDIA_TYPE_NOT_SUPPORTED;
            };
        }

        @Override
        public String cause() {
            return why.getMessage();
        }
    }

    /** So many cues at the same time that nobody could read them. */
    record TextTooLarge(TextTooLargeException why) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.OUTPUT_FORMAT_NOT_SUPPORTED;
        }

        @Override
        public String cause() {
            return "the text cannot be served: " + why.getMessage();
        }
    }

    record NoDownload(String file, String why) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.STORAGE_RESOURCE_NOT_FOUND;
        }

        @Override
        public String cause() {
            return file + " " + why;
        }
    }

    record NoFilter(String name) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.EGRESS_FILTER_NOT_FOUND;
        }

        @Override
        public String cause() {
            return "neither the asset nor the account has a filter " + name;
        }
    }

    record TooManyFilters(int count, int most) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.FILTER_COMPOSITION_FILTER_COUNT_OVER_LIMIT;
        }

        @Override
        public String cause() {
            return "the URL names " + count + " filters, more than " + most;
        }
    }

    record FiltersDisagree(FilterException why) implements Refusal {
        @Override
        public MpeError error() {
            return switch (why.code()) {
                case FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED ->
                    MpeError.FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED;
                case FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW -> MpeError.FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW;
                case FILTER_LIVE_BACKOFF_OVER_PRESENTATION_WINDOW -> MpeError.FILTER_LIVE_BACKOFF_OVER_PRESENTATION_WINDOW;
                case FILTER_LIVE_BACKOFF_OVER_DVRWINDOW -> MpeError.FILTER_LIVE_BACKOFF_OVER_DVRWINDOW;
            };
        }

        @Override
        public String cause() {
            return why.getMessage();
        }
    }

    /** @param filters names of those that together leave nothing */
    record NothingLeft(List<String> filters) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.FILTER_REMOVED_ALL_STREAMS;
        }

        @Override
        public String cause() {
            return "the filters " + String.join(";", filters) + " leave nothing of the presentation";
        }
    }

    /**
     * There is such a thing, but the filters of the locator lock it.
     *
     * @param error   as if it were not there
     * @param what    is locked
     * @param filters names of those of the locator
     */
    record Locked(MpeError error, String what, List<String> filters) implements Refusal {
        @Override
        public String cause() {
            return what + " is locked by the filters of the locator: " + String.join(";", filters);
        }
    }

    record WrongVersion(String tag) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.PRECONDITION_FAILED;
        }

        @Override
        public String cause() {
            return "the entity tag here is " + tag;
        }
    }

    /** @param length of the body, bytes */
    record NoSuchRange(@Nullable String range, long length) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.STORAGE_INVALID_RANGE;
        }

        @Override
        public String cause() {
            return "the range " + range + " lies outside of " + length + " bytes";
        }
    }

    record TooBusy(String limit) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.SERVER_BUSY;
        }

        @Override
        public String cause() {
            return limit;
        }
    }

    /** The server did not get as far as to look at the URL. */
    record NoRequest(MpeError error) implements Refusal {
        @Override
        public String cause() {
            return "the request is malformed";
        }
    }

    record StorageFailed(StorageException why) implements Refusal {
        @Override
        public MpeError error() {
            if (why instanceof StorageException.NotFound) {
                return MpeError.STORAGE_RESOURCE_NOT_FOUND;
            }
            if (why instanceof StorageException.Refused) {
                return MpeError.STORAGE_AUTHENTICATION_FAILED;
            }
            if (why instanceof StorageException.Busy) {
                return MpeError.SERVER_BUSY;
            }
            return why instanceof StorageException.Changed ? MpeError.STORAGE_CHANGED : MpeError.STORAGE_UNEXPECTED_ERROR;
        }

        @Override
        public String cause() {
            return why.getMessage();
        }

        @Override
        public Duration retryAfter() {
            return why instanceof StorageException.Busy busy ? Duration.ofSeconds(busy.retryAfterSeconds()) : ONE_SECOND;
        }
    }

    record Internal(Throwable why) implements Refusal {
        @Override
        public MpeError error() {
            return MpeError.INTERNAL_ERROR;
        }

        @Override
        public String cause() {
            return why.toString();
        }
    }

    Duration ONE_SECOND = Duration.ofSeconds(1);

    /** When to come back, for an answer that says so. */
    default Duration retryAfter() {
        return ONE_SECOND;
    }
}
