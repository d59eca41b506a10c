package io.dynpack.text;

import org.jspecify.annotations.Nullable;

/**
 * How a piece of a cue's text looks, and who says it.
 *
 * @param color      {@code null} for white, WebVTT's default
 * @param background {@code null} for WebVTT's default, a dark one that is nearly opaque
 * @param voice      the speaker, or {@code null}
 * @param language   a tag of BCP 47, or {@code null} for the document's
 * @param ruby       its part in ruby
 */
public record SpanStyle(boolean italic, boolean bold, boolean underline, @Nullable Colour color, @Nullable Colour background,
        @Nullable String voice, @Nullable String language, Ruby ruby) {

    /** Of text that no tag stands around. */
    public static final SpanStyle PLAIN = new SpanStyle(false, false, false, null, null, null, null, Ruby.NONE);

    /** What is said of color and background counts if it is not WebVTT's default, which the record has as {@code null}. */
    public SpanStyle {
        color = Colour.WHITE.equals(color) ? null : color;
        background = Colour.DEFAULT_BACKGROUND.equals(background) ? null : background;
    }

    SpanStyle withVoice(@Nullable String speaker) {
        return new SpanStyle(italic, bold, underline, color, background, speaker, language, ruby);
    }

    SpanStyle withLanguage(@Nullable String tag) {
        return new SpanStyle(italic, bold, underline, color, background, voice, tag, ruby);
    }

    SpanStyle withRuby(Ruby part) {
        return new SpanStyle(italic, bold, underline, color, background, voice, language, part);
    }

    SpanStyle with(Declarations declared) {
        return new SpanStyle(declared.italic() == null ? italic : declared.italic(),
                declared.bold() == null ? bold : declared.bold(),
                declared.underline() == null ? underline : declared.underline(),
                declared.color() == null ? color : declared.color(),
                declared.background() == null ? background : declared.background(), voice, language, ruby);
    }
}
