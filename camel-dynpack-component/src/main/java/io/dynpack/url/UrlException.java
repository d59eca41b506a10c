package io.dynpack.url;

import java.util.Objects;

/**
 * A request path outside of the grammar. The message is one sentence for a human that contains no part of the path, so it may
 * be shown to a client.
 */
public final class UrlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of refusal, named as in the error bodies of Azure Media Services where it has a name for one. */
    public enum Code {
        /** 400 {@code MPE_BAD_URL_SYNTAX}. */
        BAD_URL_SYNTAX,
        /** 415 {@code MPE_OUTPUT_FORMAT_NOT_SUPPORTED}. */
        OUTPUT_FORMAT_NOT_SUPPORTED,
        /** 404: no streaming URL at all. */
        NOT_FOUND
    }

    private final Code code;

    UrlException(Code code, String sentence) {
        // thrown for every stray request: a stack trace would cost more than the parse
        super(sentence, null, false, false);
        this.code = code;
    }

    static UrlException syntax(String sentence) {
        return new UrlException(Code.BAD_URL_SYNTAX, sentence);
    }

    public Code code() {
        return code;
    }

    /** Never {@code null}. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
