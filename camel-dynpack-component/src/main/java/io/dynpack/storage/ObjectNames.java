package io.dynpack.storage;

/** The rule for names of {@link Storage}: what an implementation refuses before a file system or a service sees it. */
public final class ObjectNames {
    static final int MAX_LENGTH = 1024;

    /** Names with a segment that begins like this belong to the storage itself: temporary files and its lock. */
    static final String RESERVED = ".dynpack-";

    private ObjectNames() {}

    /** @throws IllegalArgumentException where {@code name} cannot name an object */
    public static String check(String name) {
        if (name.isEmpty() || name.endsWith("/")) {
            throw new IllegalArgumentException("an object name is neither empty nor ends with a slash");
        }
        checkSegments(name);
        return name;
    }

    /**
     * A prefix may be empty and may end with a slash or in the middle of a segment.
     *
     * @throws IllegalArgumentException where no object's name can begin with {@code prefix}
     */
    public static String checkPrefix(String prefix) {
        if (!prefix.isEmpty()) {
            checkSegments(prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix);
        }
        return prefix;
    }

    private static void checkSegments(String name) {
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an object name has at most " + MAX_LENGTH + " characters");
        }
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            char c = i < name.length() ? name.charAt(i) : '/';
            if (c == '\\' || c < ' ' || c == 0x7f) {
                throw new IllegalArgumentException("an object name holds no backslash and no control character");
            }
            if (c == '/') {
                checkSegment(name.substring(start, i));
                start = i + 1;
            }
        }
    }

    private static void checkSegment(String segment) {
        if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
            throw new IllegalArgumentException("an object name is relative, without empty, '.' and '..' segments");
        }
        if (segment.startsWith(RESERVED)) {
            throw new IllegalArgumentException("names that begin with " + RESERVED + " are reserved");
        }
    }
}
