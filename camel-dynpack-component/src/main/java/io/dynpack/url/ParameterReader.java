package io.dynpack.url;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Reads {@code key=value} pairs separated by commas. Each key may stand once; blanks after a comma are skipped. */
final class ParameterReader {
    private @Nullable Format format;
    private @Nullable List<String> filters;
    private @Nullable String encryption;
    private @Nullable Boolean audioOnly;
    private @Nullable String audioTrack;
    private @Nullable Boolean keyFrames;

    private ParameterReader() {}

    /** @param skipBlanks whether the text follows a comma already */
    static Parameters read(String text, boolean skipBlanks) {
        ParameterReader reader = new ParameterReader();
        boolean afterComma = skipBlanks;
        int start = 0;
        while (start <= text.length()) {
            while (afterComma && start < text.length() && text.charAt(start) == ' ') {
                start++;
            }
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            reader.pair(text, start, end);
            start = end + 1;
            afterComma = true;
        }
        return new Parameters(reader.format == null ? Format.FMP4 : reader.format,
                reader.filters == null ? List.of() : reader.filters, reader.encryption, reader.audioOnly, reader.audioTrack,
                reader.keyFrames != null);
    }

    private void pair(String text, int start, int end) {
        int equals = text.indexOf('=', start);
        if (equals < 0 || equals >= end - 1) {
            throw UrlException.syntax("A parameter of the URL has no value.");
        }
        String value = text.substring(equals + 1, end);
        switch (Ascii.lower(text.substring(start, equals))) {
            case "format" -> {
                once(format);
                format = format(value);
            }
            case "filter", "filtername" -> {
                once(filters);
                filters = filters(value);
            }
            case "encryption" -> {
                once(encryption);
                encryption = encryption(value);
            }
            case "audio-only" -> {
                once(audioOnly);
                audioOnly = bool(value);
            }
            case "audiotrack" -> {
                once(audioTrack);
                audioTrack = audioTrack(value);
            }
            case "type" -> {
                once(keyFrames);
                keyFrames = type(value);
            }
            default -> throw UrlException.syntax("The URL has an unknown parameter.");
        }
    }

    private static void once(@Nullable Object before) {
        if (before != null) {
            throw UrlException.syntax("A parameter of the URL is repeated.");
        }
    }

    private static Format format(String word) {
        Format format = Format.of(word);
        if (format == null) {
            throw new UrlException(UrlException.Code.OUTPUT_FORMAT_NOT_SUPPORTED, "The URL asks for an unknown format.");
        }
        return format;
    }

    private static List<String> filters(String value) {
        List<String> names = new ArrayList<>();
        int start = 0;
        while (start <= value.length()) {
            int semicolon = value.indexOf(';', start);
            int end = semicolon < 0 ? value.length() : semicolon;
            String name = value.substring(start, end);
            if (!Name.isFilter(name) || names.size() == Parameters.MAX_FILTERS) {
                throw UrlException.syntax("The filters of the URL are malformed or too many.");
            }
            names.add(name);
            start = end + 1;
        }
        return names;
    }

    private static String encryption(String value) {
        String word = Ascii.lower(value);
        if (!Parameters.isEncryption(word)) {
            throw UrlException.syntax("The encryption of the URL is malformed.");
        }
        return word;
    }

    private static Boolean bool(String value) {
        if (Ascii.equalsIgnoreCase("true", value)) {
            return Boolean.TRUE;
        }
        if (Ascii.equalsIgnoreCase("false", value)) {
            return Boolean.FALSE;
        }
        throw UrlException.syntax("A parameter of the URL is neither true nor false.");
    }

    private static String audioTrack(String name) {
        if (!Name.isTrack(name)) {
            throw UrlException.syntax("The URL names no audio track.");
        }
        return name;
    }

    private static Boolean type(String value) {
        if (!Ascii.equalsIgnoreCase("keyframes", value)) {
            throw UrlException.syntax("The URL asks for an unknown type.");
        }
        return Boolean.TRUE;
    }
}
