package io.dynpack.url;

/** Which names fit into a streaming URL. Parser and constructors ask here, so that what prints also parses. */
final class Name {
    private static final String ISM = ".ism";
    /** Files that the origin interprets and never hands out, as Azure Media Services did not. */
    private static final String[] SERVER_SUFFIXES = {ISM, ".ismc", ".ismv", ".isma", ".ismt", ".ismx"};

    private Name() {}

    static boolean isTrack(String name) {
        return isText(name) && noneOf(name, ",=()/\\");
    }

    static boolean isFilter(String name) {
        return isTrack(name) && name.indexOf(';') < 0;
    }

    static boolean isServerManifest(String name) {
        return isText(name) && noneOf(name, "/\\") && name.length() > ISM.length() && Ascii.endsWithIgnoreCase(name, ISM);
    }

    static boolean isDownload(String path) {
        if (!isText(path) || path.indexOf('\\') >= 0) {
            return false;
        }
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(start, end);
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
            for (String suffix : SERVER_SUFFIXES) {
                if (Ascii.endsWithIgnoreCase(segment, suffix)) {
                    return false;
                }
            }
            start = end + 1;
        }
        return true;
    }

    static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("a URL cannot carry this " + what);
        }
    }

    private static boolean isText(String name) {
        return !name.isEmpty() && !PercentEncoding.containsControl(name) && PercentEncoding.isWellFormed(name);
    }

    private static boolean noneOf(String name, String characters) {
        return name.chars().noneMatch(c -> characters.indexOf(c) >= 0);
    }
}
