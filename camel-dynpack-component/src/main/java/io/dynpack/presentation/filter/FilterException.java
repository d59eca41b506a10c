package io.dynpack.presentation.filter;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Filters that cannot be applied as they are, alone or together. */
public final class FilterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final List<String> filters;

    /** Which error of Azure Media Services this is; the name of a constant follows {@code MPE_}. */
    public enum Code {
        /** 415: more than one of the filters has a first quality. */
        FILTER_COMPOSITION_MULTIPLE_FIRST_QUALITY_OPERATOR_NOT_ALLOWED,
        /** 410: a live event no longer holds the start, or anything before the forced end. */
        FILTER_FORCE_END_LEFT_EDGE_CROSSED_DVR_WINDOW,
        /** 415: the back-off hides all of the presentation window. */
        FILTER_LIVE_BACKOFF_OVER_PRESENTATION_WINDOW,
        /** 415: the back-off hides all that the live event keeps. */
        FILTER_LIVE_BACKOFF_OVER_DVRWINDOW
    }

    FilterException(Code code, String message, Collection<Filter> filters) {
        super(message);
        this.code = code;
        this.filters = filters.stream().map(Filter::name).toList();
    }

    public Code code() {
        return code;
    }

    /** Names of the filters that caused it. */
    public List<String> filters() {
        return filters;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
